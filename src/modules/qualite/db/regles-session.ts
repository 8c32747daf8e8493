import { type RawBuilder, sql } from 'kysely'
import { delais } from '../domain/controles/parametres.ts'
import { apresCoup, type Regarde } from './population.ts'
import { mois, type Regle } from './regles-offre.ts'

const feuilles = (code: string) => sql`
  select ${code}::text, p.id, p.id, p.activite_id, p.formateur_id, h.ouvertes = 0, h.au, false, h.premiere,
    h.ouvertes || case when h.ouvertes > 1 then ' demi-journées ne sont pas closes' else ' demi-journée n’est pas close' end
  from p join h on h.session_id = p.id`

/** Une session où intervient quelqu’un du dehors : confiée à une structure, ou animée sous un statut externe ce jour-là. */
const externes = sql`(select distinct a.session_id from a left join tiers.statut t on t.organisme_id = (select app.organisme())
    and t.personne_id = a.personne_id and t.du <= a.jour and (t.au is null or t.au >= a.jour)
  where a.tenue and (a.confiee_a_id is not null or t.statut in ('honoraires', 'sous-traitant-of', 'portage')))`

/** Confiée à un autre organisme, à un indépendant ou à une société de portage : ce que vise l’indicateur 27. */
const structures = sql`(select coalesce(a.confiee_a_id, t.entreprise_id) as entreprise_id, (array_agg(p.activite_id))[1] as activite_id
  from a join p on p.id = a.session_id
    left join tiers.statut t on t.organisme_id = (select app.organisme()) and t.personne_id = a.personne_id and t.du <= a.jour
      and (t.au is null or t.au >= a.jour) and t.statut in ('sous-traitant-of', 'portage')
  where a.tenue and coalesce(a.confiee_a_id, t.entreprise_id) is not null group by 1)`

const sousTraitant = (code: string, genre: string, n: number, { jour }: Regarde, quoi: string) => sql`
  select ${code}::text, x.entreprise_id, null::uuid, x.activite_id, null::uuid, k.le is not null, k.le, coalesce(k.tard, false), ${jour}::date, ${quoi}::text
  from ${structures} x left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
    where g.genre = ${genre} and g.entreprise_id = x.entreprise_id and g.le + ${mois(n)} > ${jour}::date
      and (g.expire_le is null or g.expire_le >= ${jour}::date)) k on true`

/** Un intervenant du cadre, et la dernière ligne de registre qui le concerne. */
const intervenant = (
  code: string,
  genre: string,
  n: number,
  { jour }: Regarde,
  quoi: string,
  ou: RawBuilder<unknown> = sql`true`,
) => sql`
  select ${code}::text, v.personne_id, null::uuid, v.activite_id, null::uuid, k.le is not null, k.le, coalesce(k.tard, false), ${jour}::date, ${quoi}::text
  from v left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
      where g.genre = ${genre} and g.personne_id = v.personne_id and g.le + ${mois(n)} > ${jour}::date
        and (g.expire_le is null or g.expire_le >= ${jour}::date)) k on true
  where ${ou}`

const salarie = ({
  jour,
}: Regarde) => sql`exists (select from tiers.statut t where t.organisme_id = (select app.organisme())
  and t.personne_id = v.personne_id and t.statut in ('salarie', 'entrepreneur-salarie') and t.du <= ${jour}::date
  and (t.au is null or t.au >= ${jour}::date))`

/** Une session mixte dont une demi-journée au moins se suit à distance : il y faut le lien, comme d’une session à distance. */
const uneSeanceADistance = sql`(p.modalite = 'mixte' and exists (select from sessions.seance z
  where z.organisme_id = (select app.organisme()) and z.session_id = p.id and z.tenue and z.modalite = 'distance'))`

/** La session, ses lieux et ses gens : indicateurs 10, 12, 17, 18, 21, 22, 27 et 31. */
export const reglesSession: Readonly<Record<string, Regle>> = {
  '10c': () => feuilles('10c'),
  '12b': () => feuilles('12b'),
  '17a': () => sql`select '17a', p.id, p.id, p.activite_id, p.formateur_id,
      (p.lieu <> '' or p.modalite = 'distance')
        and (not (p.modalite = 'distance' or ${uneSeanceADistance}) or coalesce(p.lien_connexion, '') <> '')
        and (p.formateur_id is not null or x.session_id is not null), p.premier_jour, false, p.premier_jour,
      case when p.formateur_id is null and x.session_id is null then 'personne n’est affecté'
        when p.lieu = '' and p.modalite <> 'distance' then 'le lieu n’est pas écrit'
        when p.modalite = 'distance' or ${uneSeanceADistance} then 'le lien de connexion n’est pas écrit' else 'le lieu n’est pas écrit' end
    from p left join (select distinct a.session_id from a) x on x.session_id = p.id`,
  '17b': ({
    jour,
  }) => sql`select '17b', e.id, null::uuid, e.activite_id, null::uuid, k.le is not null, k.le, coalesce(k.tard, false), ${jour}::date,
      'le lieu n’a pas été vérifié depuis douze mois'
    from (select p.etablissement_id as id, (array_agg(p.activite_id))[1] as activite_id from p where p.etablissement_id is not null group by 1) e
      left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
        where g.genre = 'lieu' and g.etablissement_id = e.id and g.le + ${mois(delais.lieu)} > ${jour}::date) k on true`,
  '18a':
    () => sql`select '18a', p.id, p.id, p.activite_id, p.formateur_id, p.formateur_id is not null or x.session_id is not null, p.premier_jour, false,
      p.premier_jour, 'personne de l’équipe ne répond de cette session'
    from p left join (select distinct a.session_id from a where a.compte_id is not null) x on x.session_id = p.id`,
  '18c':
    () => sql`select '18c', p.id, p.id, p.activite_id, null::uuid, k.le is not null, k.le, coalesce(k.tard, false), p.premier_jour,
      'aucune consigne écrite à l’intervenant externe avant le début'
    from p join ${externes} x on x.session_id = p.id
      left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
        where g.genre = 'consigne' and g.session_id = p.id and g.le <= p.premier_jour) k on true`,
  '21a': ({ jour }) => sql`select '21a', v.personne_id, null::uuid, v.activite_id, null::uuid,
      coalesce(t.titres, '') <> '' and k.le is not null, k.le, coalesce(k.tard, false), ${jour}::date,
      case when coalesce(t.titres, '') = '' then 'les titres et qualités ne sont pas écrits' else 'aucun curriculum vitæ de moins de vingt-quatre mois' end
    from v left join tiers.intervenant t on t.organisme_id = (select app.organisme()) and t.personne_id = v.personne_id
      left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
        where g.genre = 'cv' and g.personne_id = v.personne_id and g.le + ${mois(delais.cv)} > ${jour}::date
          and (g.expire_le is null or g.expire_le >= ${jour}::date)) k on true`,
  '21b':
    () => sql`select '21b', p.id, p.id, p.activite_id, null::uuid, x.sans = 0, p.premier_jour, false, p.premier_jour,
      'le rapport entre les titres et la prestation n’est pas écrit pour qui anime'
    from p join (select a.session_id, count(*) filter (where coalesce(t.titres, '') = '' or coalesce(t.rapport, '') = '') as sans
      from a left join tiers.intervenant t on t.organisme_id = (select app.organisme()) and t.personne_id = a.personne_id
      where a.tenue group by a.session_id) x on x.session_id = p.id`,
  '21c': (r) =>
    intervenant(
      '21c',
      'evaluation-intervenant',
      delais.evaluationIntervenant,
      r,
      'aucune évaluation depuis vingt-quatre mois',
    ),
  '22a': (r) =>
    intervenant(
      '22a',
      'developpement',
      delais.developpement,
      r,
      'aucune action de développement depuis vingt-quatre mois',
      salarie(r),
    ),
  '22b': (r) =>
    intervenant(
      '22b',
      'entretien',
      delais.entretien,
      r,
      'aucun entretien professionnel depuis quatre ans',
      salarie(r),
    ),
  '27a':
    () => sql`select '27a', p.id, p.id, p.activite_id, null::uuid, k.le is not null, k.le, coalesce(k.tard, false), p.premier_jour,
      'aucun contrat complet signé avant le début'
    from p join ${externes} x on x.session_id = p.id
      left join lateral (select max(g.le) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) as tard from g
        where g.genre = 'contrat-sous-traitance' and g.session_id = p.id and g.le <= p.premier_jour
          and jsonb_array_length(coalesce(g.contenu -> 'clauses', '[]')) = 8 and coalesce(g.contenu ->> 'indicateurs', '') <> '') k on true`,
  '27b': (r) =>
    sousTraitant(
      '27b',
      'controle-sous-traitant',
      delais.controleSousTraitant,
      r,
      'aucun contrôle depuis douze mois',
    ),
  '27c': (r) =>
    sousTraitant(
      '27c',
      'evaluation-sous-traitant',
      delais.evaluationSousTraitant,
      r,
      'aucune évaluation depuis douze mois',
    ),
  '31b': ({
    jour,
    cadre,
  }) => sql`select '31b', s.id, s.id, s.activite_id, s.formateur_id, coalesce(s.motif, '') <> '', s.premier_jour, false, s.premier_jour,
      'l’annulation n’a pas de motif'
    from sessions.session s where s.organisme_id = (select app.organisme()) and s.etat = 'annulee'
      and s.premier_jour <= ${jour}::date and s.dernier_jour >= ${cadre.depuis}::date`,
}
