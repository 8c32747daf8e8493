import { sql } from 'kysely'
import { commence, type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'

/** Les offres dont l’intitulé a ce début de mot. */
export const offresNommees = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const { rows } = await sql<Trouve>`select o.id, o.intitule as libelle,
      case o.etat when 'adoptee' then 'validée' when 'brouillon' then 'à relire' else 'retirée' end as detail
    from catalogue.offre o
    where ${commence(sql`o.intitule`, mot)} order by o.modifiee_le desc, o.id limit ${TROUVES_MAX}`.execute(
    tx,
  )
  return rows
}
