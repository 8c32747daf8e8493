// Ce qu'un navigateur au cache vide télécharge pour une page : octets compressés, en-têtes et polices compris, et nombre de
// requêtes. Sur une ligne lente, c'est le temps d'attente ; le plafond vient de l'engagement, il ne se relève pas.
import { type IncomingHttpHeaders, request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { motDePasseDemo } from '#app/demo/comptes.ts'
import { copierMoule } from '../parcours/moule.ts'
import { arreter, demarrer, donneesNeuves, type Serveur, visiter } from './outils.ts'

const donnees = donneesNeuves()
let serveur: Serveur
let temoin = ''

beforeAll(async () => {
  await copierMoule('demonstration', donnees.dossier)
  serveur = await demarrer({ COFORME_DONNEES: donnees.dossier, COFORME_DEMO: 'oui' })
  const entree = await visiter().envoyer(serveur.origine, '/connexion', {
    courriel: 'maiwenn@langue-et-lien.example',
    motDePasse: motDePasseDemo,
  })
  temoin = entree.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(entree.status).toBe(303)
})
afterAll(async () => {
  await arreter(serveur)
  await donnees.defaire()
})

type Recu = { readonly statut: number; readonly octets: number; readonly texte: string }

const recevoir = (chemin: string, encodage: string, cookie = ''): Promise<Recu> =>
  new Promise((fait, rate) => {
    const entetes: IncomingHttpHeaders = { 'accept-encoding': encodage, ...(cookie ? { cookie } : {}) }
    request(`${serveur.origine}${chemin}`, { headers: entetes }, (reponse) => {
      const bouts: Buffer[] = []
      reponse.on('data', (b: Buffer) => bouts.push(b))
      reponse.on('end', () => {
        const corps = Buffer.concat(bouts)
        const clair = reponse.headers['content-encoding'] === 'gzip' ? gunzipSync(corps) : corps
        const octetsDEntete = reponse.rawHeaders.join(': ').length + 2 * reponse.rawHeaders.length
        fait({
          statut: reponse.statusCode ?? 0,
          octets: corps.length + octetsDEntete,
          texte: clair.toString('utf8'),
        })
      })
      reponse.on('error', rate)
    })
      .on('error', rate)
      .end()
  })

/** Les signes qu'une fonte couvre, d'après `unicode-range`. */
const couvre = (plages: string): ((code: number) => boolean) => {
  const bornes = plages.split(',').map((p) => {
    const [du = '', au = du] = p.trim().slice(2).split('-')
    return [Number.parseInt(du, 16), Number.parseInt(au, 16)] as const
  })
  return (code) => bornes.some(([du, au]) => code >= du && code <= au)
}

/** La page, et tout ce qu'elle nomme : feuilles, îlots, icône, et les fontes dont elle emploie un signe. */
const peser = async (chemin: string, cookie = '') => {
  const page = await recevoir(chemin, 'gzip', cookie)
  expect(page.statut, chemin).toBe(200)
  const nommees = [...page.texte.matchAll(/<(?:link|script)\b[^>]*?(?:href|src)="(\/public\/[^"]+)"/g)].map(
    (m) => m[1] ?? '',
  )
  const feuille = nommees.find((n) => n.endsWith('.css')) ?? ''
  const { texte: css } = await recevoir(feuille, 'gzip')
  const signes = new Set([...page.texte].map((s) => s.codePointAt(0) ?? 0))
  const fontes = [
    ...css.matchAll(/@font-face\s*\{[^}]*?url\("([^"]+)"\)[^}]*?unicode-range:([^;}]+)/g),
  ].filter((m) => [...signes].some(couvre(m[2] ?? '')))
  expect(fontes.length, 'des fontes sont trouvées').toBeGreaterThan(0)
  const adresses = new Set([...nommees, ...fontes.map((m) => m[1] ?? '')])
  let octets = page.octets
  for (const adresse of adresses) {
    const recu = await recevoir(adresse, 'gzip, deflate, br')
    expect(recu.statut, adresse).toBe(200)
    octets += recu.octets
  }
  return { octets, requetes: 1 + adresses.size }
}

describe('La première visite', () => {
  test.each([
    ['la connexion', '/connexion'],
    ['l’aide', '/aide'],
    ['la vérification d’une pièce', '/verifier'],
  ])('de %s, publique, tient en 60 Ko et huit requêtes', async (_nom, chemin) => {
    const { octets, requetes } = await peser(chemin)
    expect(octets).toBeLessThanOrEqual(60_000)
    expect(requetes).toBeLessThanOrEqual(8)
  })

  test('de chaque écran intérieur tient en 100 Ko et huit requêtes', async () => {
    const liste = (await recevoir('/sessions', 'gzip', temoin)).texte
    const session = /href="(\/sessions\/[0-9a-f-]{36})"/.exec(liste)?.[1]
    expect(session).toBeDefined()
    for (const chemin of ['/aujourdhui', '/sessions', session ?? '', '/documents']) {
      const { octets, requetes } = await peser(chemin, temoin)
      expect(octets, chemin).toBeLessThanOrEqual(100_000)
      expect(requetes, chemin).toBeLessThanOrEqual(8)
    }
  })
})
