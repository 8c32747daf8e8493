import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Vrai si elle attendait ce visa. Refusé par la base (42501) à qui n'administre pas l'instance. */
export const viserIdentite = async (tx: TenantTx, organisme: OrganismeId, le: Date): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.viser_identite(${organisme}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}
