import { sql } from 'kysely'
import type { MaintenanceTx } from '#platform/db/index.ts'

/** Ceux de ces comptes qui existent et ont un mot de passe. */
export const comptesPresents = async (
  tx: MaintenanceTx,
  courriels: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ courriel: string }>`select courriel from compte.compte
    where derivee is not null and courriel in (${sql.join(courriels)})`.execute(tx)
  return new Set(rows.map((r) => r.courriel))
}
