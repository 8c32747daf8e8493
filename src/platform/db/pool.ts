import { createHash, randomBytes } from 'node:crypto'
import { CompiledQuery, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import { prepareValue } from 'pg/lib/utils'
import { type Instruction, Lot, type Reponse } from '#platform/db/lot.ts'
import { typesPg } from '#platform/db/types-pg.ts'

/**
 * Une réserve de connexions pour Kysely, qui ajoute quatre choses à `pg.Pool` (mesurées) :
 * - chaque requête porte un nom : préparer une requête murée coûte plus que l'exécuter ;
 * - `begin` part avec la requête qui le suit (la porte) ; s'il échoue, la base ne joue rien de ce qui l'accompagne ;
 * - les requêtes demandées ensemble, dans une transaction, partent d'un seul message et reviennent d'un seul (`Lot`) ;
 * - `commit` part avec l'instruction marquée comme la dernière (`derniere`).
 */
export type NamedPool = PostgresPool & { readonly nombre: number; etat(): EtatPool }

/** Connexions ouvertes, libres, et requêtes qui en attendent une. */
export type EtatPool = { readonly total: number; readonly libres: number; readonly attente: number }

/** Au-delà, une requête n'est plus nommée : la mémoire de chaque connexion reste bornée. */
const nomsAuPlus = 1000
/**
 * Tiré au départ : qui tiendrait un instant une connexion partagée ne devine pas le nom sous lequel la demande suivante parlera. Sans lui,
 * il y préparait la sienne, et recevait le jeton d'un autre.
 */
const secretDesNoms = randomBytes(32)

/** Les noms d’un groupe de connexions : bornés pour chacune, quel que soit ce qu’un autre groupe du processus a nommé. */
const lesNoms = () => {
  const noms = new Map<string, string>()
  return (texte: string): string | undefined => {
    const connu = noms.get(texte)
    if (connu || noms.size >= nomsAuPlus) return connu
    const nom = `k${createHash('sha256').update(secretDesNoms).update(texte).digest('hex').slice(0, 30)}`
    noms.set(texte, nom)
    return nom
  }
}

const bornes = /^(begin|start transaction|commit|rollback|savepoint|release)\b/i

const ouvertures = /^(begin|start transaction)\b/i

const DERNIERE = '/* dernière */ '
/**
 * En tête d'une instruction qui finit sa transaction : `commit` part avec elle, d'une seule écriture, et le verrou qu'elle
 * prend ne dure pas un aller-retour de plus. Si elle échoue, PostgreSQL défait ; si elle répond, tout est validé. Rien ne
 * doit donc plus être décidé après elle : ce qui refuse lève dans l'instruction même.
 */
export const derniere = sql.raw(DERNIERE)
const ecriteDAvance =
  (tete: string) =>
  (
    textes: TemplateStringsArray,
    ...rien: never[]
  ): (<R>(valeurs: readonly unknown[]) => CompiledQuery<R>) => {
    const [texte] = textes
    if (texte === undefined || textes.length !== 1 || rien.length > 0)
      throw new Error('Une instruction écrite d’avance ne reçoit de valeurs que par ses paramètres.')
    const entiere = `${tete}${texte}`
    return (valeurs) => CompiledQuery.raw(entiere, [...valeurs]) as never
  }
/**
 * Une instruction écrite une fois, et non recomposée à chaque appel : `` instruction`select … $1` `` rend de quoi la demander avec ses
 * valeurs. Rien ne s’y insère (`never`) : ce n’est pas un moyen de composer du texte.
 */
export const instruction = ecriteDAvance('')
/** La même, dernière de sa transaction. */
export const instructionDerniere = ecriteDAvance(DERNIERE)

/** Une faute mène à qui a demandé, et non à la prise où elle fut lue. */
const dUnAppelant = async (reponse: Promise<Reponse>): Promise<Reponse> => {
  try {
    return await reponse
  } catch (faute) {
    if (faute instanceof Error) Error.captureStackTrace(faute)
    throw faute
  }
}

const SANS_BORNES = '/* sans bornes */'
/**
 * Demandée juste après `begin` : ce qui se demande dans le même pas part sans lui, d'un seul message, et PostgreSQL en fait une
 * transaction que son `Sync` valide. Ni `begin`, ni `commit`, et un aller-retour de moins. Avant la première instruction demandée plus
 * tard, `rouvrir` est appelée : à elle de demander `begin`, et ce qui doit le suivre.
 */
export const sansBornes = (rouvrir: () => void): CompiledQuery => CompiledQuery.raw(SANS_BORNES, [rouvrir])

/** Avant toute chose, à chaque emprunt : rien de ce que le précédent a réglé sur la connexion ne vaut pour celui-ci. */
const PROPRE = 'reset all'
/**
 * Là où l'administrateur n'est pas superutilisateur, la vue des instructions préparées se lit, et leurs noms avec : une instruction préparée
 * en SQL (nous ne le faisons jamais) y arrête tout ce qui l'accompagne (22012), et la connexion est ôtée.
 */
const SANS_EMPRUNT =
  'select 1 / (not exists (select from pg_catalog.pg_prepared_statements where from_sql))::int'
/** Une instruction ôtée, ou remplacée, sous nos pieds : la connexion ne sert plus. */
const abimee = (raison: unknown): boolean =>
  raison instanceof pg.DatabaseError && (raison.code === '26000' || raison.code === '42P05')

const rien = (command: string): Reponse => ({ command, rowCount: 0, rows: [] })

type Enveloppe = PostgresPoolClient & { readonly processID: number | undefined; emprunter(): void }

const envelopper = (
  client: pg.PoolClient,
  montre: () => boolean,
  nommer: ReturnType<typeof lesNoms>,
): Enveloppe => {
  // À nettoyer avant la première demande de cet emprunt.
  let aNettoyer = true
  let perdue = false
  // Demandé, pas encore envoyé : `begin` part avec la requête qui le suit.
  let aOuvrir = false
  let ouverte = false
  // `sansBornes` : jusqu'au départ du lot ; puis comment rouvrir, tant que ce n'est pas fait.
  let libre = false
  let rouvrir: (() => void) | undefined
  // La réponse du `commit` parti avec la dernière instruction, tant que personne ne l'a demandée.
  let finie: Promise<unknown> | undefined
  let attente: Instruction[] = []
  const partir = () => {
    if (attente.length === 0) return
    const demandes = attente
    attente = []
    libre = false
    client.query(new Lot(demandes))
  }
  const nettoyer = () => {
    aNettoyer = false
    const sans = {
      valeurs: [],
      rendre: () => {},
      refuser: () => {
        perdue = true
      },
    }
    if (montre()) attente.push({ ...sans, texte: SANS_EMPRUNT, nom: undefined })
    attente.push({ ...sans, texte: PROPRE, nom: nommer(PROPRE) })
  }
  const demander = (texte: string, valeurs: readonly unknown[]): Promise<Reponse> =>
    new Promise((rendre, refuser) => {
      // Tout ce qui se demande dans le pas en cours part ensemble.
      if (attente.length === 0) process.nextTick(partir)
      // Après ce qui ouvre : un niveau d'isolement se règle avant toute lecture.
      const ouvre = ouvertures.test(texte)
      if (aNettoyer && !ouvre) nettoyer()
      attente.push({
        texte,
        nom: nommer(texte),
        valeurs,
        rendre,
        refuser: (raison) => {
          perdue ||= abimee(raison)
          refuser(raison)
        },
      })
      if (aNettoyer) nettoyer()
    })
  return {
    emprunter() {
      aNettoyer = true
    },
    get processID() {
      return (client as { processID?: number }).processID
    },
    // biome-ignore lint/suspicious/noExplicitAny: la signature de Kysely admet toute ligne.
    async query(texte: any, parametres?: any): Promise<any> {
      if (texte === 'begin') {
        aOuvrir = true
        return rien('BEGIN')
      }
      if (texte === SANS_BORNES) {
        aOuvrir = false
        libre = true
        rouvrir = parametres[0]
        return rien('')
      }
      if (texte === 'commit' && finie) {
        const fin = finie
        finie = undefined
        ouverte = false
        return fin
      }
      // Le lot s'est validé, ou défait, de lui-même.
      if ((texte === 'commit' || texte === 'rollback') && !ouverte && !aOuvrir) {
        partir()
        return rien(texte.toUpperCase())
      }
      if (rouvrir && !libre) {
        const faire = rouvrir
        rouvrir = undefined
        faire()
      }
      if (typeof texte !== 'string') throw new TypeError('Un curseur se demande par `parLots`.')
      if (finie && texte !== 'rollback')
        throw new Error('Plus rien ne s’écrit après la dernière instruction d’une transaction.')
      const valeurs = ((parametres ?? []) as unknown[]).map((v) => prepareValue(v))
      const ouverture = aOuvrir ? demander('begin', []) : undefined
      // Si `begin` échoue, la base n'a pas joué la suite : toutes deux le disent.
      ouverture?.catch(() => {})
      ouverte ||= aOuvrir
      aOuvrir = false
      const borne = bornes.test(texte)
      // Rien ne voyage avec ce qui ferme ou rouvre une transaction : une faute y ferait sauter ce qui devait la défaire.
      if (borne) partir()
      const suite = demander(texte, valeurs)
      if (texte.startsWith(DERNIERE)) {
        finie = demander('commit', [])
        finie.catch(() => {})
      }
      if (texte === 'commit' || texte === 'rollback') {
        ouverte = false
        finie = undefined
      }
      // Hors d'une transaction, une instruction se valide par elle-même : elle part seule.
      if (borne || !(ouverte || libre)) partir()
      return dUnAppelant(suite)
    },
    release(detruire?: boolean) {
      aOuvrir = false
      ouverte = false
      libre = false
      rouvrir = undefined
      finie = undefined
      client.release(detruire || perdue)
    },
  } as Enveloppe
}

/** `surErreur` reçoit les pannes des connexions au repos : sans lecteur, elles arrêteraient Node. */
export const namedPool = (
  config: pg.PoolConfig,
  surErreur: (erreur: Error) => void = () => {},
): NamedPool => {
  const pool = new pg.Pool({ types: typesPg, pipeline: true, ...config })
  pool.on('error', surErreur)
  pool.on('connect', (client) => void client.on('error', surErreur))
  const enveloppes = new WeakMap<pg.PoolClient, Enveloppe>()
  const nommer = lesNoms()
  // Dit par la base à la première connexion ; d'ici là, elle les montre.
  let montre: boolean | undefined
  const demanderSiElleMontre = async (client: pg.PoolClient) => {
    const { rows } = await client.query<{ m: boolean }>(
      `select has_function_privilege('pg_catalog.pg_prepared_statement()', 'execute') as m`,
    )
    montre = rows[0]?.m ?? true
  }
  return {
    async connect() {
      const client = await pool.connect()
      const connue = enveloppes.get(client)
      if (connue) {
        connue.emprunter()
        return connue
      }
      if (montre === undefined) await demanderSiElleMontre(client)
      const neuve = envelopper(client, () => montre !== false, nommer)
      enveloppes.set(client, neuve)
      return neuve
    },
    end: () => pool.end(),
    get nombre() {
      return pool.totalCount
    },
    etat: () => ({ total: pool.totalCount, libres: pool.idleCount, attente: pool.waitingCount }),
    options: pool.options,
  } as NamedPool
}
