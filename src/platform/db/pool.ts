import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { typesPg } from '#platform/db/types-pg.ts'

/**
 * Une réserve de connexions pour Kysely, qui ajoute deux choses à `pg.Pool` (mesurées dans `base.md` § 5) :
 * - chaque requête porte un nom : préparer une requête murée coûte plus que l'exécuter ;
 * - `begin` part sans attendre sa réponse, avec la requête qui le suit (la porte). S'il échoue, la porte
 *   scelle pour une seule instruction et la suite ne voit rien : c'est fermé par défaut.
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

const envelopper = (client: pg.PoolClient): PostgresPoolClient & { processID: number | undefined } => {
  let debut: Promise<unknown> | undefined
  return {
    get processID() {
      return (client as { processID?: number }).processID
    },
    // biome-ignore lint/suspicious/noExplicitAny: la signature de Kysely admet toute ligne.
    async query(texte: any, parametres?: any): Promise<any> {
      if (texte === 'begin') {
        debut = client.query('begin')
        // L'échec sera rendu par la requête suivante.
        debut.catch(() => {})
        return { command: 'BEGIN', rowCount: 0, rows: [] }
      }
      const attendu = debut
      debut = undefined
      const nom = typeof texte === 'string' && !commande.test(texte) ? nommer(texte) : undefined
      const reponse = client.query(
        nom ? { name: nom, text: texte, values: parametres } : { text: texte, values: parametres },
      )
      if (attendu) {
        // Attendre les deux, pour qu'aucun rejet ne reste sans lecteur.
        const [ouverture, suite] = await Promise.allSettled([attendu, reponse])
        if (ouverture.status === 'rejected') throw ouverture.reason
        if (suite.status === 'rejected') throw suite.reason
        return suite.value
      }
      return reponse
    },
    release(detruire?: boolean) {
      debut = undefined
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
