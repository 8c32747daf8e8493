import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Un dossier est ouvert. */
export const aUnDossier = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from inscriptions.dossier limit 1`.execute(tx)).rows.length > 0
