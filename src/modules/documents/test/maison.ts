import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

export type Maison = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly personne: PersonneId
}

/** Un organisme et son enseigne commune : de quoi émettre une pièce. */
export const poserMaison = async (tx: MaintenanceTx): Promise<Maison> => {
  const maison = {
    organisme: newId<'Organisme'>(),
    activite: newId<'Activite'>(),
    personne: newId<'Personne'>(),
  }
  await sql`insert into organisme.organisme (organisme_id, code, nom, forme, societe, siret)
    values (${maison.organisme}, ${`maison-${maison.organisme.slice(-8)}`}, 'Langue & Lien', 'scop', 'SA', '99912047000011')`.execute(
    tx,
  )
  await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
    values (${maison.organisme}, ${maison.activite}, 'Commune', true, '2020-01-01')`.execute(tx)
  return maison
}
