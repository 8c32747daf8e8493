import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Reprend les heures à venir dont la clé n'est plus celle de la personne ; rend combien. Une tâche seule l'appelle. */
export const reposerClesPerimees = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select porte.reposer_cles_perimees() as n`.execute(tx)
  return rows[0]?.n ?? 0
}
