/** Un bien prêté par une coopérative, et la demande qu’une autre en fait : une option d’une heure, à ce prix. */
import { sql } from 'kysely'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

export const poserReservation = async (
  tx: MaintenanceTx,
  {
    pole,
    prete,
    demande,
    titre,
    centimes,
    dansJours = 20,
    ilYAHeures = 5,
  }: {
    readonly pole: string
    readonly prete: OrganismeId
    readonly demande: { readonly organisme: OrganismeId; readonly personne: PersonneId }
    readonly titre: string
    readonly centimes: number
    readonly dansJours?: number
    readonly ilYAHeures?: number
  },
) => {
  const [bien, reservation] = [newId(), newId()]
  await sql`insert into mutualisation.bien (organisme_id, id, pole_id, titre, membre_centimes, autre_centimes, taux_points, tampon_minutes, visa, prete_le,
      seuils_jours, seuils_points)
    values (${prete}, ${bien}, ${pole}, ${titre}, ${centimes}, ${centimes}, 2000, 0, true, now(), '{7}', '{5000}')`.execute(
    tx,
  )
  await sql`insert into mutualisation.reservation (organisme_id, id, bien_id, de_organisme_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le,
      demandee_par, expire_le)
    values (${prete}, ${reservation}, ${bien}, ${demande.organisme}, 'Un atelier',
      tstzrange(now() + make_interval(days => ${dansJours}), now() + make_interval(days => ${dansJours}, hours => 1)), 'option', ${centimes}, 2000,
      now() - make_interval(hours => ${ilYAHeures}), ${demande.personne}, now() + interval '5 days')`.execute(
    tx,
  )
  return { bien, reservation }
}
