import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { TiersId } from '../domain/lus.ts'

/**
 * Cette personne peut animer. Sans effet si elle le peut déjà, ou si le compte est celui d'un intervenant d'une autre
 * enseigne : un compte n'a qu'une fiche d'intervenant par organisme.
 */
export const insererIntervenant = async (
  tx: TenantTx,
  i: { readonly personne: TiersId; readonly activite: ActiviteId; readonly compte: PersonneId | null },
  le: Date,
): Promise<void> => {
  await sql`insert into tiers.intervenant (personne_id, activite_id, compte_id, cree_le)
    values (${i.personne}, ${i.activite}, ${i.compte}, ${le}) on conflict do nothing`.execute(tx)
}
