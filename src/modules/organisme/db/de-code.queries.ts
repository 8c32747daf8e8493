import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { MaintenanceTx } from '#platform/db/index.ts'

/** L’organisme de ce nom court, quel qu’il soit : pour la démonstration, qui se rejoue. */
export const organismeDeCode = async (tx: MaintenanceTx, code: string): Promise<OrganismeId | undefined> => {
  const { rows } = await sql<{
    id: OrganismeId
  }>`select organisme_id as id from organisme.organisme where code = ${code}`.execute(tx)
  return rows[0]?.id
}
