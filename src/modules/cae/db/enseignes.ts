import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Vrai : qui lit agit pour toutes les enseignes de la coopérative. */
export const agitPourToutes = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ t: boolean }>`select app.toutes_activites() as t`.execute(tx)).rows[0]?.t === true

/** Parmi celles-là, les enseignes que tient qui lit : les siennes, ou toutes pour l’équipe d’appui. */
export const enseignesTenues = async <E extends { readonly id: ActiviteId }>(
  tx: TenantTx,
  parmi: readonly E[],
): Promise<readonly E[]> => {
  const { rows } = await sql<{
    id: ActiviteId
  }>`select id from organisme.activite where (select app.toutes_activites()) or id = any ((select app.activites())::uuid[])`.execute(
    tx,
  )
  const tenues = new Set(rows.map((r) => r.id))
  return parmi.filter((e) => tenues.has(e.id))
}
