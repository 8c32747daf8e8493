import { sql } from 'kysely'
import { delaisQuestionnaires as delais } from '../domain/controles/parametres.ts'
import { jourParis } from './population.ts'
import type { Regle } from './regles-offre.ts'

/**
 * Ce qu’on a demandé de ce genre, par stagiaire et par dossier : premier envoi, nombre d’envois, réponse, refus d’être rappelé. Une
 * réponse reçue vaut sollicitation, quel que soit le chemin.
 */
const demandes = (
  genre: string,
) => sql`(select d.inscription_id, d.dossier_id, d.entreprise_id, k.session_id, min(${jourParis(sql`e.le`)}) as envoye, max(${jourParis(sql`e.le`)}) as dernier,
    count(e.rang) as envois, max(d.repondue_le) as repondue, bool_or(d.arretee_le is not null) as arretee
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
    left join questionnaires.envoi e on e.organisme_id = d.organisme_id and e.demande_id = d.id
  where d.organisme_id = (select app.organisme()) and k.genre = ${genre} group by 1, 2, 3, 4)`

const suivi = sql`coalesce(i.suivi_par, i.formateur_id)`
/** Envoyé et relancé : répondu, rappelé, ou la personne ne veut pas l’être ; tant que le rappel n’est pas dû, rien ne manque. */
const tenu = (jour: string) =>
  sql`coalesce(q.repondue is not null or (q.envoye is not null and (q.envois > 1 or q.arretee or ${jour}::date <= q.envoye + ${delais.rappel}::int4)), false)`

const parStagiaire =
  (code: string, genre: string, apres: number, nom: string): Regle =>
  ({ jour }) =>
    sql`
  select ${code}::text, i.id, i.session_id, i.activite_id, ${suivi}, ${tenu(jour)}, coalesce(q.repondue, q.dernier), false, i.dernier_jour + ${apres}::int4,
    case when q.repondue is null and q.envoye is null then ${`${nom} n’est pas parti`}::text else ${`${nom} est resté sans réponse et sans rappel`}::text end
  from i left join ${demandes(genre)} q on q.inscription_id = i.id
  where i.etat = 'inscrit' and i.dernier_jour + ${apres}::int4 < ${jour}::date
    and ${code === '29b' ? sql`exists (select from p where p.id = i.session_id and p.nature = 'apprentissage')` : sql`true`}`

/** Ce que les questionnaires prouvent : indicateurs 17, 29 et 30. Une évaluation des acquis n’y compte pas. */
export const reglesQuestionnaires: Readonly<Record<string, Regle>> = {
  '17c': ({
    jour,
  }) => sql`select '17c', p.id, p.id, p.activite_id, null::uuid, k.le is not null, k.le, false, p.dernier_jour + ${delais.moyens}::int4,
      'le questionnaire à chaud ne demande rien des moyens, ou n’est pas parti'
    from p left join (select k.session_id, max(k.jour) as le from questionnaires.campagne k where k.organisme_id = (select app.organisme())
        and k.genre = 'chaud' and k.contenu @> '{"questions":[{"sert":"moyens"}]}'::jsonb group by 1) k on k.session_id = p.id
    where p.dernier_jour + ${delais.moyens}::int4 < ${jour}::date and exists (select from i where i.session_id = p.id and i.etat = 'inscrit')`,
  '29b': parStagiaire('29b', 'insertion', delais.insertion, 'le questionnaire à six mois'),
  '30a': parStagiaire('30a', 'chaud', delais.chaud, 'le questionnaire à chaud'),
  '30b': parStagiaire('30b', 'froid', delais.froid, 'le questionnaire à froid'),
  '30c': ({
    jour,
  }) => sql`select '30c', p.id, p.id, p.activite_id, null::uuid, x.sans = 0, x.le, false, p.dernier_jour + ${delais.entreprise}::int4,
      x.sans || case when x.sans > 1 then ' entreprises clientes n’ont pas été sollicitées' else ' entreprise cliente n’a pas été sollicitée' end
    from p join (select d.session_id, count(*) filter (where q.repondue is null and q.envoye is null) as sans, max(coalesce(q.repondue, q.dernier)) as le
        from inscriptions.dossier d left join ${demandes('entreprise')} q on q.dossier_id = d.id
        where d.organisme_id = (select app.organisme()) and d.acheteur = 'entreprise' and d.retracte_le is null
          and exists (select from i where i.dossier_id = d.id) group by 1) x on x.session_id = p.id
    where p.dernier_jour + ${delais.entreprise}::int4 < ${jour}::date`,
  '30d': ({
    jour,
  }) => sql`select '30d', p.id, p.id, p.activite_id, p.formateur_id, q.repondue is not null, q.repondue, false,
      p.dernier_jour + ${delais.intervenant}::int4, 'le bilan de la personne qui a formé n’est pas rempli'
    from p left join (select session_id, max(repondue) as repondue from ${demandes('intervenant')} x group by 1) q on q.session_id = p.id
    where p.dernier_jour + ${delais.intervenant}::int4 < ${jour}::date and exists (select from i where i.session_id = p.id)`,
}
