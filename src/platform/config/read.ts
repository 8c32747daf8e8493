import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Config } from '#platform/config/config.ts'
import { adressesDe } from '#platform/postgres/adresses.ts'
import { estBoucle } from './boucle.ts'
import { enClair } from './en-clair.ts'

/** Une variable refusée : une phrase qui la nomme, dit la valeur reçue et ce qui est admis. */
export type RefusConfig = { readonly phrase: string }

export type ContexteConfig = {
  readonly version: string
  /** Dossier du projet : les chemins relatifs en partent. */
  readonly racine: string
  /** Cœurs de la machine, pour régler le nombre de connexions. */
  readonly coeurs?: number
  /** Octets de mémoire de la machine, ou de ce qui borne ce processus. */
  readonly memoire?: number
}

type Env = Readonly<Record<string, string | undefined>>

/** Au plus : la base embarquée en accepte 60, à partager entre serveur, tâches et commandes. */
const poolMaximal = 16

const refus = (variable: string, valeur: string, admis: string): Result<never, RefusConfig> =>
  ko({ phrase: `${variable}=${valeur} est refusé\u00a0: ${admis}.` })

const adresse = (texte: string): URL | undefined => (URL.canParse(texte) ? new URL(texte) : undefined)
/** Seule PostgreSQL se joint par plusieurs hôtes ; ailleurs, une virgule est une faute de plus. */
const adresses = (texte: string): readonly URL[] => {
  try {
    return /^postgres/.test(texte) ? adressesDe(texte) : [new URL(texte)]
  } catch {
    return []
  }
}

/** L'adresse sans mot de passe : une phrase d'erreur finit dans un journal. */
const montrer = (texte: string): string => {
  const url = adresse(texte)
  if (url) return url.password ? texte.replace(/\/\/[^@/]*@/, `//${url.username}:…@`) : texte
  // Illisible, donc mal découpable : tout ce qui précède une arobase peut être un secret.
  return texte.replace(/^.*@/s, '…@')
}

const lirePort = (texte = '3000', variable = 'PORT'): Result<number, RefusConfig> => {
  const port = /^\d{1,5}$/.test(texte) ? Number(texte) : -1
  return port >= 0 && port <= 65_535
    ? ok(port)
    : refus(variable, texte, 'un nombre entier de 1 à 65535, ou 0 pour un port libre')
}

const lireHote = (texte = '127.0.0.1'): Result<string, RefusConfig> =>
  isIP(texte) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(texte)
    ? ok(texte)
    : refus('HOST', texte, 'une adresse IP ou un nom d’hôte, comme 127.0.0.1 ou 0.0.0.0')

const lireDemo = (texte = 'oui'): Result<boolean, RefusConfig> =>
  texte === 'oui' || texte === 'non'
    ? ok(texte === 'oui')
    : refus('COFORME_DEMO', texte, '«\u00a0oui\u00a0» ou «\u00a0non\u00a0»')

const lireEnClair = (texte = 'non'): Result<boolean, RefusConfig> =>
  texte === 'oui' || texte === 'non'
    ? ok(texte === 'oui')
    : refus('COFORME_EN_CLAIR', texte, '«\u00a0oui\u00a0» ou «\u00a0non\u00a0»')

const lireTravailleur = (texte = 'oui'): Result<boolean, RefusConfig> =>
  texte === 'oui' || texte === 'non'
    ? ok(texte === 'oui')
    : refus('COFORME_TRAVAILLEUR', texte, '«\u00a0oui\u00a0» ou «\u00a0non\u00a0»')

/** En dessous, une machine est petite : pages, tâches, papiers et base doivent y tenir à côté du système. Le lanceur a le même seuil. */
const petiteMachine = 1.5 * 2 ** 30

const lirePetite = (texte: string | undefined, memoire: number): Result<boolean, RefusConfig> =>
  texte === undefined
    ? ok(memoire < petiteMachine)
    : texte === 'petite' || texte === 'ordinaire'
      ? ok(texte === 'petite')
      : refus('COFORME_MACHINE', texte, '«\u00a0petite\u00a0» ou «\u00a0ordinaire\u00a0»')

const lirePool = (
  texte: string | undefined,
  coeurs: number,
  petite: boolean,
): Result<number, RefusConfig> => {
  // Sur deux cœurs, trois servent autant de pages que quatre (mesuré) ; au-delà, rien n’est mesuré : deux par cœur.
  if (texte === undefined) return ok(petite || coeurs <= 2 ? 3 : Math.min(poolMaximal, 2 * coeurs))
  const nombre = /^\d{1,3}$/.test(texte) ? Number(texte) : 0
  return nombre >= 2 && nombre <= 200
    ? ok(nombre)
    : refus('COFORME_POOL', texte, 'un nombre de connexions, de 2 à 200')
}

/** Le jeton ne se répète pas dans la phrase : elle finit dans un journal. */
const lireJeton = (texte: string | undefined): Result<string | undefined, RefusConfig> =>
  texte === undefined || texte.length >= 16
    ? ok(texte)
    : refus('COFORME_METRIQUES', '(trop court)', 'un jeton d’au moins 16 signes')

const lireOrigine = (texte: string): Result<string, RefusConfig> => {
  const url = adresse(texte)
  const admis = 'une origine sans chemin, comme https://coforme.exemple.fr'
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return refus('COFORME_ORIGINE', montrer(texte), admis)
  }
  // `origin` perd le chemin, la recherche, le compte et la barre finale : seule celle-ci est tolérée.
  if (
    url.origin !==
    texte
      .toLowerCase()
      .replace(/\/$/, '')
      .replace(/:(80|443)$/, (p) => portUtile(url, p))
  ) {
    return refus('COFORME_ORIGINE', montrer(texte), admis)
  }
  if (url.protocol === 'http:' && !estBoucle(url.hostname)) {
    return refus(
      'COFORME_ORIGINE',
      texte,
      'https est obligatoire hors de cette machine, car les témoins de connexion y passent',
    )
  }
  return ok(url.origin)
}

/** Le port par défaut du protocole disparaît de `origin` : l'écrire n'est pas une faute. */
const portUtile = (url: URL, port: string): string =>
  (url.protocol === 'http:' && port === ':80') || (url.protocol === 'https:' && port === ':443') ? '' : port

const lireMandataires = (texte = ''): Result<readonly string[], RefusConfig> => {
  const liste = texte
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '')
  const faux = liste.find((element) => !estReseau(element))
  return faux === undefined
    ? ok(liste)
    : refus(
        'COFORME_MANDATAIRES',
        faux,
        'des adresses IP ou des réseaux (10.0.0.0/8) séparés par des virgules',
      )
}

const estReseau = (texte: string): boolean => {
  const [ip = '', prefixe, ...reste] = texte.split('/')
  const genre = isIP(ip)
  if (genre === 0 || reste.length > 0) return false
  return prefixe === undefined || (/^\d{1,3}$/.test(prefixe) && Number(prefixe) <= (genre === 4 ? 32 : 128))
}

const lireAdresse = (
  variable: string,
  texte: string | undefined,
  protocoles: readonly string[],
): Result<string | undefined, RefusConfig> => {
  if (texte === undefined) return ok(undefined)
  const urls = adresses(texte)
  return urls.length > 0 &&
    urls.every((u) => (u.hostname || u.searchParams.has('host')) && protocoles.includes(u.protocol))
    ? ok(texte)
    : refus(variable, montrer(texte), `une adresse en ${protocoles.map((p) => `${p}//`).join(' ou ')}`)
}

const noms = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_KEY', 'S3_SECRET'] as const

const lireS3 = (lire: (nom: string) => string | undefined): Result<Config['s3'], RefusConfig> => {
  const [endpoint, bucket, key, secret] = noms.map(lire)
  if (endpoint === undefined && bucket === undefined && key === undefined && secret === undefined)
    return ok(undefined)
  if (endpoint === undefined || bucket === undefined || key === undefined || secret === undefined) {
    const manque = noms.find((nom) => lire(nom) === undefined) ?? 'S3_ENDPOINT'
    return refus(manque, '(vide)', `les quatre variables ${noms.join(', ')} vont ensemble`)
  }
  const lu = lireAdresse('S3_ENDPOINT', endpoint, ['http:', 'https:'])
  return lu.ok ? ok({ endpoint, bucket, key, secret }) : lu
}

const lireClamd = (texte: string | undefined): Result<Config['clamd'], RefusConfig> => {
  if (texte === undefined) return ok(undefined)
  if (texte.startsWith('/')) return ok({ path: texte })
  const url = adresse(texte)
  return url?.protocol === 'tcp:' && url.hostname && url.port
    ? ok({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) })
    : refus(
        'ANTIVIRUS_CLAMD',
        montrer(texte),
        'un chemin de socket (/run/clamav/clamd.ctl) ou tcp://hôte:port',
      )
}

/**
 * Lit et vérifie toute la configuration. Une variable vide vaut une variable absente, comme dans un fichier
 * d'environnement qu'on a laissé à remplir.
 */
export const readConfig = (env: Env, contexte: ContexteConfig): Result<Config, RefusConfig> => {
  const lire = (nom: string): string | undefined => env[nom]?.trim() || undefined

  const port = lirePort(lire('PORT'))
  if (!port.ok) return port
  const host = lireHote(lire('HOST'))
  if (!host.ok) return host
  const origine = lireOrigine(lire('COFORME_ORIGINE') ?? `http://localhost:${port.value}`)
  if (!origine.ok) return origine
  const demo = lireDemo(lire('COFORME_DEMO'))
  if (!demo.ok) return demo
  if (demo.value) {
    const admis = 'les comptes de démonstration ont un mot de passe public et ne vivent que sur cette machine'
    if (!estBoucle(host.value)) {
      return refus(
        'COFORME_DEMO',
        'oui',
        `avec HOST=${host.value}, seul «\u00a0non\u00a0» est admis, car ${admis}`,
      )
    }
    if (!estBoucle(new URL(origine.value).hostname)) {
      return refus(
        'COFORME_DEMO',
        'oui',
        `avec COFORME_ORIGINE=${origine.value}, seul «\u00a0non\u00a0» est admis, car ${admis}`,
      )
    }
  }
  if (!estBoucle(host.value) && lire('COFORME_ORIGINE') === undefined) {
    return refus('COFORME_ORIGINE', '(vide)', `avec HOST=${host.value}, il faut l’origine publique en https`)
  }
  const mandataires = lireMandataires(lire('COFORME_MANDATAIRES'))
  if (!mandataires.ok) return mandataires
  const databaseUrl = lireAdresse('DATABASE_URL', lire('DATABASE_URL'), ['postgres:', 'postgresql:'])
  if (!databaseUrl.ok) return databaseUrl
  const smtpUrl = lireAdresse('SMTP_URL', lire('SMTP_URL'), ['smtp:', 'smtps:'])
  if (!smtpUrl.ok) return smtpUrl
  const s3 = lireS3(lire)
  if (!s3.ok) return s3
  const contactSecurite = lire('COFORME_CONTACT_SECURITE')
  if (contactSecurite !== undefined && !/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(contactSecurite))
    return refus('COFORME_CONTACT_SECURITE', montrer(contactSecurite), 'mailto:adresse ou https://…')
  const clamd = lireClamd(lire('ANTIVIRUS_CLAMD'))
  if (!clamd.ok) return clamd
  const admisEnClair = lireEnClair(lire('COFORME_EN_CLAIR'))
  if (!admisEnClair.ok) return admisEnClair
  const fuite = enClair({
    ...(databaseUrl.value === undefined ? {} : { databaseUrl: databaseUrl.value }),
    ...(s3.value === undefined ? {} : { s3: s3.value }),
    ...(clamd.value === undefined ? {} : { clamd: clamd.value }),
  })
  if (fuite && !admisEnClair.value)
    return refus(
      fuite.variable,
      montrer(fuite.valeur),
      `il mène à une autre machine sans chiffrer\u202f; ${fuite.remede}`,
    )

  const travailleur = lireTravailleur(lire('COFORME_TRAVAILLEUR'))
  if (!travailleur.ok) return travailleur
  const petite = lirePetite(lire('COFORME_MACHINE'), contexte.memoire ?? Number.POSITIVE_INFINITY)
  if (!petite.ok) return petite
  const pool = lirePool(lire('COFORME_POOL'), contexte.coeurs ?? 1, petite.value)
  if (!pool.ok) return pool
  const portTravailleur = lirePort(lire('COFORME_PORT_TRAVAILLEUR'), 'COFORME_PORT_TRAVAILLEUR')
  if (!portTravailleur.ok) return portTravailleur
  const jeton = lireJeton(lire('COFORME_METRIQUES'))
  if (!jeton.ok) return jeton

  const cles = lire('COFORME_CLES')
  return ok({
    port: port.value,
    host: host.value,
    donnees: resolve(contexte.racine, lire('COFORME_DONNEES') ?? join(contexte.racine, '.donnees')),
    demo: demo.value,
    origine: origine.value,
    mandataires: mandataires.value,
    petite: petite.value,
    pool: pool.value,
    travailleur: travailleur.value,
    version: contexte.version,
    ...(databaseUrl.value === undefined ? {} : { databaseUrl: databaseUrl.value }),
    ...(lire('COFORME_PORT_TRAVAILLEUR') === undefined ? {} : { portTravailleur: portTravailleur.value }),
    ...(cles === undefined ? {} : { cles }),
    ...(smtpUrl.value === undefined ? {} : { smtpUrl: smtpUrl.value }),
    ...(s3.value === undefined ? {} : { s3: s3.value }),
    ...(contactSecurite === undefined ? {} : { contactSecurite }),
    ...(clamd.value === undefined ? {} : { clamd: clamd.value }),
    ...(jeton.value === undefined ? {} : { jetonMetriques: jeton.value }),
  })
}
