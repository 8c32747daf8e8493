import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Une facture est émise. */
export const aUneFacture = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from facturation.facture limit 1`.execute(tx)).rows.length > 0
