import { setTimeout as attendre } from 'node:timers/promises'
import pg from 'pg'

/** Le serveur s'aperçoit en une minute qu'une machine est morte sans rien dire ; sans effet sur une prise locale. */
const vigilance =
  'set local tcp_keepalives_idle = 30; set local tcp_keepalives_interval = 10; set local tcp_keepalives_count = 3; set local idle_in_transaction_session_timeout = 0'

/**
 * Tient, sur une connexion à elle, le verrou qui dit qu'un groupe d'ouvriers est vivant ; le rend quand on l'appelle, ou à la mort du
 * processus. Une connexion perdue se rouvre. Un autre groupe qui peut prendre ce verrou en déduit que celui-ci est mort
 * (`porte.rendre_taches_mortes`).
 */
export const tenirLeGroupe = (
  connexion: pg.ClientConfig,
  groupe: string,
  surErreur: (erreur: Error) => void,
): (() => Promise<void>) => {
  const fin = new AbortController()
  const rendu = new Promise<void>((fait) => {
    fin.signal.addEventListener('abort', () => fait())
  })
  const tenir = async (): Promise<void> => {
    while (!fin.signal.aborted) {
      const client = new pg.Client({ ...connexion, keepAlive: true })
      const perdue = new Promise<void>((fait) => {
        client.once('end', () => fait())
      })
      client.on('error', surErreur)
      try {
        await client.connect()
        // Dans une transaction, qui ne fait rien d’autre : derrière un répartiteur, elle seule garde la même connexion.
        await client.query('begin')
        await client.query(vigilance)
        await client.query(`select pg_advisory_xact_lock(hashtext('coforme-file'), hashtext($1))`, [groupe])
        await Promise.race([perdue, rendu])
      } catch (erreur) {
        surErreur(erreur instanceof Error ? erreur : new Error('connexion perdue'))
      }
      await client.end().catch(() => {})
      await attendre(1_000, undefined, { signal: fin.signal }).catch(() => {})
    }
  }
  const tenue = tenir()
  return () => {
    fin.abort()
    return tenue
  }
}
