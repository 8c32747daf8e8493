import { sql } from 'kysely'
import { apresCoup } from './population.ts'
import type { Regle } from './regles-offre.ts'

/** Un élément probant que personne n’a annulé. */
const vivant = sql`not exists (select from emargement.element_probant z where z.organisme_id = e.organisme_id and z.annule_id = e.id)`

/** Ce qui ne se signe pas dans une salle : à distance (indicateur 19), en situation de travail (28). */
export const reglesDistance: Readonly<Record<string, Regle>> = {
  '19b': ({
    jour,
  }) => sql`select '19b', i.id, i.session_id, i.activite_id, i.formateur_id, coalesce(r.n, 0) >= a.n, r.le, coalesce(r.tard, false),
      i.dernier_jour, (a.n - coalesce(r.n, 0)) || case when a.n - coalesce(r.n, 0) > 1 then ' activités à distance ne sont pas rendues'
        else ' activité à distance n’est pas rendue' end, false, null::uuid
    from i join (select x.session_id, count(*)::int4 as n from emargement.activite_prevue x
        where x.organisme_id = (select app.organisme()) and x.genre = 'asynchrone' and x.retiree_le is null group by 1) a on a.session_id = i.session_id
      left join (select e.inscription_id, count(distinct e.prevue_id)::int4 as n, max(e.le) as le, bool_and(${apresCoup(sql`e.note_le`, sql`e.le`)}) as tard
        from emargement.element_probant e join emargement.activite_prevue x on x.organisme_id = e.organisme_id and x.id = e.prevue_id
          and x.genre = 'asynchrone' and x.retiree_le is null
          join p on p.id = e.session_id and e.le >= p.premier_jour
        where e.organisme_id = (select app.organisme()) and e.genre = 'realisation' and ${vivant} group by 1) r on r.inscription_id = i.id
    where i.dernier_jour < ${jour}::date and i.etat = 'inscrit'`,
  '28a': () => sql`select '28a', i.id, i.session_id, i.activite_id, coalesce(i.suivi_par, i.formateur_id),
      coalesce(r.analyse <= i.premier_jour and r.formateur <= i.premier_jour, false), greatest(r.analyse, r.formateur), false, i.premier_jour,
      case when r.analyse is null then 'l’analyse de l’activité de travail n’est pas écrite'
        when r.formateur is null then 'personne n’est désigné pour former en situation de travail' else 'le protocole est écrit après le premier jour' end, false, null::uuid
    from i join (select distinct x.session_id from emargement.activite_prevue x
        where x.organisme_id = (select app.organisme()) and x.genre = 'situation' and x.retiree_le is null) a on a.session_id = i.session_id
      left join (select e.session_id, min(e.le) filter (where e.genre = 'afest-analyse') as analyse,
          min(e.le) filter (where e.genre = 'afest-formateur') as formateur
        from emargement.element_probant e where e.organisme_id = (select app.organisme()) and e.genre in ('afest-analyse', 'afest-formateur')
          and ${vivant} group by 1) r on r.session_id = i.session_id
    where i.etat = 'inscrit'`,
}
