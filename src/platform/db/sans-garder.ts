import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/tenant.ts'
import { oublier } from '#platform/db/une-fois.ts'

/**
 * Fait ce travail et rend ce qu’il en dit, sans rien en garder : ni ligne écrite, ni tâche déposée, ni lecture retenue. Un geste s’essaie
 * ainsi par ses propres règles, pour montrer ce qu’il toucherait.
 */
export const sansGarder = async <T>(tx: TenantTx, travail: () => Promise<T>): Promise<T> => {
  await sql`savepoint essai`.execute(tx)
  oublier(tx)
  try {
    return await travail()
  } finally {
    await sql`rollback to savepoint essai`.execute(tx)
    await sql`release savepoint essai`.execute(tx)
    oublier(tx)
  }
}
