import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx } from '#platform/db/tenant.ts'

/** Les organismes de l’instance : le travailleur seul peut les énumérer, pour une tournée. */
export const listerOrganismes = async (tx: PublicTx): Promise<OrganismeId[]> => {
  const { rows } = await sql<{ id: OrganismeId }>`select o as id from porte.organismes() o`.execute(tx)
  return rows.map((r) => r.id)
}
