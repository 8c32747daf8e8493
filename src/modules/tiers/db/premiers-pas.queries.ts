import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** La coopérative a une fiche de personne. */
export const aUnePersonne = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from tiers.personne limit 1`.execute(tx)).rows.length > 0

/** Elle a une entreprise cliente. */
export const aUnClient = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from tiers.entreprise where est_client limit 1`.execute(tx)).rows.length > 0
