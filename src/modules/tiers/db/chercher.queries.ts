import { sql } from 'kysely'
import { commence, type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'

/** Les entreprises dont le nom a ce début de mot, sans celles qu’une autre a absorbées. */
export const entreprisesNommees = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const { rows } = await sql<Trouve>`select e.id, e.nom as libelle, coalesce(e.ville, '') as detail
    from tiers.entreprise e
    where ${commence(sql`e.nom`, mot)} and not exists (select from tiers.fusion_entreprise f
      where f.organisme_id = e.organisme_id and f.absorbe_id = e.id and f.defaite_le is null)
    order by e.pli, e.id limit ${TROUVES_MAX}`.execute(tx)
  return rows
}
