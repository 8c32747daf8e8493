import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/**
 * Un jalon où la transaction peut revenir, un seul travail de ce nom à la fois dans l'enseigne : deux imports du même fichier au même
 * instant passent l'un après l'autre, et le second ne crée rien.
 */
export const jalonner = async (tx: TenantTx, nom: string, activite: ActiviteId) => {
  await sql`select pg_advisory_xact_lock(hashtext(${`tiers.${nom}`}), hashtext(${activite}))`.execute(tx)
  const jalon = sql.id(nom)
  await sql`savepoint ${jalon}`.execute(tx)
  return {
    garder: async () => void (await sql`release savepoint ${jalon}`.execute(tx)),
    defaire: async () => {
      await sql`rollback to savepoint ${jalon}`.execute(tx)
      await sql`release savepoint ${jalon}`.execute(tx)
    },
  }
}
