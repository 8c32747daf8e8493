import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Le cadre de l’audit est posé. */
export const aUnCadre = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from qualite.cadre limit 1`.execute(tx)).rows.length > 0
