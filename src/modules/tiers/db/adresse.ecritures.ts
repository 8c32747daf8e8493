import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'

export type Adresse = { readonly adresse: string; readonly codePostal: string; readonly ville: string }

/** Pose ce qui est écrit, garde le reste. Rend l’enseigne de la fiche si quelque chose a bougé. */
export const poserAdresse = async (
  tx: TenantTx,
  qui: { readonly entreprise: EntrepriseId } | { readonly personne: TiersId },
  a: Adresse,
): Promise<ActiviteId | undefined> => {
  const [table, id] =
    'entreprise' in qui ? ['tiers.entreprise', qui.entreprise] : ['tiers.personne', qui.personne]
  const voulue = sql`coalesce(nullif(${a.adresse}, ''), t.adresse), coalesce(nullif(${a.codePostal}, ''), t.code_postal),
    coalesce(nullif(${a.ville}, ''), t.ville)`
  const { rows } = await sql<{ activite: ActiviteId }>`update ${sql.table(table)} t
    set (adresse, code_postal, ville) = (${voulue})
    where t.id = ${id} and (t.adresse, t.code_postal, t.ville) is distinct from (${voulue})
    returning t.activite_id as activite`.execute(tx)
  return rows[0]?.activite
}
