import { sql } from 'kysely'
import type { Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/tenant.ts'
import { oublier } from '#platform/db/une-fois.ts'

/** Fait ce travail, ou rien : s’il finit par un refus, tout ce qu’il avait écrit est défait, et la transaction continue. */
export const ouRien = async <T, E>(
  tx: TenantTx,
  travail: () => Promise<Result<T, E>>,
): Promise<Result<T, E>> => {
  await sql`savepoint ou_rien`.execute(tx)
  const fait = await travail()
  if (!fait.ok) {
    await sql`rollback to savepoint ou_rien`.execute(tx)
    oublier(tx)
  }
  await sql`release savepoint ou_rien`.execute(tx)
  return fait
}
