import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export const compterOffres = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from catalogue.offre`.execute(tx)
  return rows[0]?.n ?? 0
}

/** L'intitulé de ces offres, pour une phrase du journal. */
export const nommerOffres = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; intitule: string }>`select id, intitule from catalogue.offre
    where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.intitule]))
}
