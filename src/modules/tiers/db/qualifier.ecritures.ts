import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreFinanceur } from '../domain/entreprise.ts'
import type { EntrepriseId } from '../domain/lus.ts'

/**
 * Apprend le rôle d'une structure du geste où elle paraît : elle paie comme OPCO, elle nous confie une action. Ce qui
 * était déjà dit ne change pas.
 */
export const qualifierEntreprise = async (
  tx: TenantTx,
  id: EntrepriseId,
  { financeur = null, of = false }: { readonly financeur?: GenreFinanceur | null; readonly of?: boolean },
): Promise<void> => {
  await sql`update tiers.entreprise set est_of = est_of or ${of}, financeur_genre = coalesce(financeur_genre, ${financeur})
    where id = ${id} and (${of} and not est_of or ${financeur}::text is not null and financeur_genre is null)`.execute(
    tx,
  )
}
