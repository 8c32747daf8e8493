import { sql } from 'kysely'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/tenant.ts'

/** Plusieurs pas d’un geste : tous, ou aucun. */
export const toutOuRien = async <T>(
  tx: TenantTx,
  faire: () => Promise<Result<T, Refus>>,
): Promise<Result<T, Refus>> => {
  await sql`savepoint tout_ou_rien`.execute(tx)
  const fait = await faire()
  if (!fait.ok) await sql`rollback to savepoint tout_ou_rien`.execute(tx)
  return fait
}
