import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { CompiledQuery, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import pg from 'pg'
import { typesPg } from '#platform/db/types-pg.ts'

/**
 * Une réserve de connexions pour Kysely, qui ajoute quatre choses à `pg.Pool` (mesurées) :
 * - chaque requête porte un nom : préparer une requête murée coûte plus que l'exécuter ;
 * - `begin` part avec la requête qui le suit (la porte). S'il échoue, la porte scelle pour une seule instruction et la
 *   suite ne voit rien : c'est fermé par défaut ;
 * - les requêtes demandées ensemble partent d'une seule écriture sur la prise : un appel système au lieu de dix ;
 * - `commit` part avec l'instruction qui se dit la dernière (`derniere`).
 */
export type NamedPool = PostgresPool & { readonly nombre: number; etat(): EtatPool }

/** Connexions ouvertes, libres, et requêtes qui en attendent une. */
export type EtatPool = { readonly total: number; readonly libres: number; readonly attente: number }

/** Au-delà, une requête n'est plus nommée : la mémoire de chaque connexion reste bornée. */
const nomsAuPlus = 1000
const noms = new Map<string, string>()

const nommer = (texte: string): string | undefined => {
  const connu = noms.get(texte)
  if (connu || noms.size >= nomsAuPlus) return connu
  const nom = `k${createHash('sha256').update(texte).digest('hex').slice(0, 30)}`
  noms.set(texte, nom)
  return nom
}

/** Ces commandes passent par le protocole simple : nommées, elles n'ont rien à gagner. */
const commande = /^(begin|start transaction|commit|rollback|savepoint|release|set) ?/i

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

/** La prise d'une connexion ; `pg` ne la dit pas dans ses types. */
const prisesDe = (client: pg.PoolClient): Writable | undefined =>
  (client as { connection?: { stream?: Writable } }).connection?.stream

const envelopper = (client: pg.PoolClient): PostgresPoolClient & { processID: number | undefined } => {
  // Demandé, pas encore envoyé : `begin` part avec la requête qui le suit.
  let aOuvrir = false
  // La réponse du `commit` parti avec la dernière instruction, tant que personne ne l'a demandée.
  let finie: Promise<unknown> | undefined
  let retenue = false
  /** Retient les écritures jusqu'à la fin du pas en cours : tout ce qui s'y demande part ensemble. */
  const retenir = () => {
    const prise = retenue ? undefined : prisesDe(client)
    if (!prise) return
    retenue = true
    prise.cork()
    process.nextTick(() => {
      retenue = false
      prise.uncork()
    })
  }
  return {
    get processID() {
      return (client as { processID?: number }).processID
    },
    // biome-ignore lint/suspicious/noExplicitAny: la signature de Kysely admet toute ligne.
    async query(texte: any, parametres?: any): Promise<any> {
      if (texte === 'begin') {
        aOuvrir = true
        return { command: 'BEGIN', rowCount: 0, rows: [] }
      }
      if (texte === 'commit' && finie) {
        const fin = finie
        finie = undefined
        return fin
      }
      if (finie && texte !== 'rollback')
        throw new Error('Plus rien ne s’écrit après la dernière instruction d’une transaction.')
      const nom = typeof texte === 'string' && !commande.test(texte) ? nommer(texte) : undefined
      const envoyer = () =>
        client.query(
          nom ? { name: nom, text: texte, values: parametres } : { text: texte, values: parametres },
        )
      retenir()
      if (!aOuvrir && typeof texte === 'string' && texte.startsWith(DERNIERE)) {
        const suite = envoyer()
        const fin = client.query('commit')
        const [faite, close] = await Promise.allSettled([suite, fin])
        if (faite.status === 'rejected') throw faite.reason
        finie = close.status === 'fulfilled' ? Promise.resolve(close.value) : Promise.reject(close.reason)
        finie.catch(() => {})
        return faite.value
      }
      if (!aOuvrir) return envoyer()
      aOuvrir = false
      const ouverture = client.query('begin')
      const suite = envoyer()
      // Attendre les deux, pour qu'aucun rejet ne reste sans lecteur.
      const [ouverte, faite] = await Promise.allSettled([ouverture, suite])
      if (ouverte.status === 'rejected') throw ouverte.reason
      if (faite.status === 'rejected') throw faite.reason
      return faite.value
    },
    release(detruire?: boolean) {
      aOuvrir = false
      finie = undefined
      client.release(detruire)
    },
  } as PostgresPoolClient & { processID: number | undefined }
}

/** `surErreur` reçoit les pannes des connexions au repos : sans lecteur, elles arrêteraient Node. */
export const namedPool = (
  config: pg.PoolConfig,
  surErreur: (erreur: Error) => void = () => {},
): NamedPool => {
  const pool = new pg.Pool({ types: typesPg, pipeline: true, ...config })
  pool.on('error', surErreur)
  pool.on('connect', (client) => void client.on('error', surErreur))
  const enveloppes = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const connue = enveloppes.get(client)
      if (connue) return connue
      const neuve = envelopper(client)
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
