import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Une feuille est close. */
export const aUneFeuilleClose = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from emargement.cloture limit 1`.execute(tx)).rows.length > 0
