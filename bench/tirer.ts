/** Un client HTTP réduit à l'essentiel : il partage les cœurs avec ce qu'il mesure, il doit donc coûter peu. */
import { connect, type Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'

export type Tir = {
  readonly pages: number
  readonly secondes: number
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Lit une réponse HTTP/1.1 (longueur ou morceaux) ; rend la suite des octets quand elle est entière. */
const lireReponse = (tampon: Buffer): { statut: number; corps: Buffer; reste: Buffer } | undefined => {
  const fin = tampon.indexOf('\r\n\r\n')
  if (fin < 0) return undefined
  const tete = tampon.toString('latin1', 0, fin).toLowerCase()
  const statut = Number(tete.slice(9, 12))
  const debut = fin + 4
  const longueur = /\r\ncontent-length: (\d+)/.exec(tete)?.[1]
  if (longueur !== undefined) {
    const bout = debut + Number(longueur)
    return tampon.length < bout
      ? undefined
      : { statut, corps: tampon.subarray(debut, bout), reste: tampon.subarray(bout) }
  }
  const morceaux: Buffer[] = []
  for (let i = debut; ; ) {
    const ligne = tampon.indexOf('\r\n', i)
    if (ligne < 0) return undefined
    const taille = Number.parseInt(tampon.toString('latin1', i, ligne), 16)
    const bout = ligne + 2 + taille + 2
    if (tampon.length < bout) return undefined
    if (taille === 0) return { statut, corps: Buffer.concat(morceaux), reste: tampon.subarray(bout) }
    morceaux.push(tampon.subarray(ligne + 2, bout - 2))
    i = bout
  }
}

type Connexion = { demander(requete: string): Promise<{ statut: number; corps: Buffer }>; fermer(): void }

const ouvrir = async (port: number): Promise<Connexion> => {
  const prise: Socket = connect(port, 'localhost')
  prise.setNoDelay(true)
  await new Promise<void>((fait, rate) => prise.once('connect', fait).once('error', rate))
  let tampon = Buffer.alloc(0) as Buffer
  let attente: { fait: (r: { statut: number; corps: Buffer }) => void; rate: (e: Error) => void } | undefined
  prise.on('data', (bout: Buffer) => {
    tampon = tampon.length === 0 ? bout : Buffer.concat([tampon, bout])
    const lue = lireReponse(tampon)
    if (!lue) return
    tampon = lue.reste
    attente?.fait(lue)
  })
  prise.on('error', (e) => attente?.rate(e))
  prise.on('close', () => attente?.rate(new Error('La connexion a été coupée.')))
  return {
    demander: (requete) =>
      new Promise((fait, rate) => {
        attente = { fait, rate }
        prise.write(requete)
      }),
    fermer: () => prise.destroy(),
  }
}

const quantile = (triees: readonly number[], q: number): number =>
  triees[Math.min(triees.length - 1, Math.floor(triees.length * q))] ?? Number.NaN

export type Cible = {
  readonly port: number
  /** Un témoin par connexion : autant de personnes, de plusieurs coopératives. Vide : quelqu'un sans compte. */
  readonly temoins: readonly string[]
  /** L'adresse de la n-ième demande d'une connexion. */
  chemin(connexion: number, n: number): string
  /** Vrai : cette demande est l'envoi d'un formulaire sans champ, qui répond par un renvoi (303). */
  readonly envoi?: (connexion: number, n: number) => boolean
  /** Comme un navigateur par défaut. */
  readonly accepte?: string
}

const requeteDe = (port: number, chemin: string, temoin: string, accepte: string, envoi: boolean): string =>
  `${envoi ? 'POST' : 'GET'} ${chemin} HTTP/1.1\r\nHost: localhost:${port}\r\n${temoin ? `Cookie: ${temoin}\r\n` : ''}Accept: text/html\r\nAccept-Encoding: ${accepte}\r\n${
    envoi
      ? `Origin: http://localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n`
      : ''
  }\r\n`

/** Ce que dit une page d'erreur, pour qui mesure. */
const enClair = (corps: Buffer): string => {
  const texte = (corps[0] === 0x1f ? gunzipSync(corps) : corps).toString('utf8')
  return (/<main[\s\S]*<\/main>/.exec(texte)?.[0] ?? texte)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 400)
}

/** Tire pendant ce temps, chaque connexion enchaînant ses demandes. Toute autre réponse que celle attendue est une panne. */
export const tirer = async (cible: Cible, dureeMs: number): Promise<Tir> => {
  const { port, temoins, accepte = 'gzip, deflate, br' } = cible
  const durees: number[] = []
  const debut = performance.now()
  const suivre = async (temoin: string, c: number) => {
    const connexion = await ouvrir(port)
    try {
      for (let n = 0; performance.now() - debut < dureeMs; n += 1) {
        const avant = performance.now()
        const envoi = cible.envoi?.(c, n) ?? false
        const requete = requeteDe(port, cible.chemin(c, n), temoin, accepte, envoi)
        const { statut, corps } = await connexion.demander(requete)
        if (statut !== (envoi ? 303 : 200))
          throw new Error(`${cible.chemin(c, n)} a répondu ${statut} : ${enClair(corps)}`)
        durees.push(performance.now() - avant)
      }
    } finally {
      connexion.fermer()
    }
  }
  await Promise.all(temoins.map(suivre))
  const secondes = (performance.now() - debut) / 1000
  const triees = durees.toSorted((a, b) => a - b)
  return {
    pages: durees.length,
    secondes,
    p50: quantile(triees, 0.5),
    p99: quantile(triees, 0.99),
    max: triees.at(-1) ?? Number.NaN,
  }
}

/** Se connecte par la page, et rend le témoin. */
export const seConnecter = async (origine: string, courriel: string, motDePasse: string): Promise<string> => {
  const reponse = await fetch(`${origine}/connexion`, {
    method: 'POST',
    headers: { origin: origine },
    body: new URLSearchParams({ courriel, motDePasse }),
    redirect: 'manual',
  })
  const temoin = reponse.headers.getSetCookie()[0]?.split(';')[0]
  if (reponse.status !== 303 || !temoin)
    throw new Error(`Connexion refusée (${reponse.status}) à ${courriel}.`)
  return temoin
}
