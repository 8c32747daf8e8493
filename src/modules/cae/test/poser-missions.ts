import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

/**
 * Fait de cette coopérative une CAE, y ouvre une seconde enseigne, et pose ce qu’elle a fait pour la première : trois missions confirmées par
 * session et trois sans session, une rectification de chacune des premières, une part de marque commune et son bon. Rend la seconde enseigne.
 */
export const poserMissionsConfirmees = async (
  tx: MaintenanceTx,
  {
    organisme,
    acheteuse,
    jour,
    intervenant = null,
  }: {
    readonly organisme: string
    readonly acheteuse: string
    readonly jour: string
    /** La personne qui intervient ; rien : elle n’est pas dite. */
    readonly intervenant?: string | null
  },
): Promise<ActiviteId> => {
  const vendeuse = newId<'Activite'>()
  await sql`update organisme.organisme set cae = true where organisme_id = ${organisme}`.execute(tx)
  await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${organisme}, ${vendeuse}, 'Ourlet', '2020-01-01')`.execute(
    tx,
  )
  await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, session_id, cle, tarif_centimes, du, au, etat,
      demandee_le, demandee_par, minutes, constat_cote, constatee_le, constatee_par, confirmee_le, confirmee_par, intervenant_id)
    select ${organisme}, gen_random_uuid(), 'mission', ${acheteuse}, ${vendeuse}, 'acheteuse', 'Intervenir', s.id, 'forfait', 12300 + n, s.premier_jour,
      s.premier_jour, 'confirmee', now(), gen_random_uuid(), 420, 'vendeuse', now(), gen_random_uuid(), now(), gen_random_uuid(), ${intervenant}::uuid
      from (select id, premier_jour from sessions.session where organisme_id = ${organisme} union all select null, ${jour}::date) s
        cross join generate_series(1, 3) n`.execute(tx)
  await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, corrige_id, cle, tarif_centimes, du, au, motif,
      etat, demandee_le, demandee_par, confirmee_le)
    select m.organisme_id, gen_random_uuid(), 'rectification', m.vendeuse_id, m.acheteuse_id, 'acheteuse', 'Rendre', m.id, 'forfait', 2300, m.du, m.au,
      'Une heure de moins', 'confirmee', now(), gen_random_uuid(), now()
      from cae.mission m where m.organisme_id = ${organisme} and m.genre = 'mission' and m.tarif_centimes = 12301`.execute(
    tx,
  )
  const cadre = newId()
  await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, cle, taux_points, du, etat, demandee_le,
      demandee_par, repondue_le, repondue_par)
    values (${organisme}, ${cadre}, 'cadre', ${acheteuse}, ${vendeuse}, 'acheteuse', 'Notre marque commune', 'pourcent', 3000, ${jour}, 'accordee', now(),
      gen_random_uuid(), now(), gen_random_uuid())`.execute(tx)
  await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, cadre_id, cle, taux_points, base_centimes, du, au, etat,
      demandee_le, demandee_par, minutes, constat_cote, constatee_le, constatee_par, confirmee_le, confirmee_par)
    values (${organisme}, gen_random_uuid(), 'mission', ${acheteuse}, ${vendeuse}, 'acheteuse', 'Notre marque commune', ${cadre}, 'pourcent', 3000, 500000,
      ${jour}, ${jour}, 'confirmee', now(), gen_random_uuid(), 420, 'acheteuse', now(), gen_random_uuid(), now(), gen_random_uuid())`.execute(
    tx,
  )
  return vendeuse
}
