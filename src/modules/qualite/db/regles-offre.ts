import { type RawBuilder, sql } from 'kysely'
import { etatsAcheves } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { delais } from '../domain/controles/parametres.ts'
import { appui, faitAppuye, nul } from './appui.ts'
import { apresCoup, ditQuelqueChose, jourParis, type Regarde } from './population.ts'

/**
 * Une règle : les faits attendus d’un contrôle, tenus ou non. Colonnes, dans l’ordre : code, objet, session, enseigne, qui
 * agit (un compte), tenu, jour du fait, écrit après coup, jour où il était dû, ce qui manque, seulement déclaré, la ligne de registre
 * qui le porte.
 */
export type Regle = (r: Regarde) => RawBuilder<unknown>

export const mois = (n: number) => sql`make_interval(months => ${n}::int4)`
/** Une rubrique de la fiche dit quelque chose ; « aucun » prérequis, « aucune » passerelle informent aussi. */
const rempli = (k: RawBuilder<unknown>) =>
  sql`(${ditQuelqueChose(sql`o.contenu ->> ${k}`)} or ${k} in ('prerequis', 'sanction', 'certPasserelles')
    and btrim(lower(o.contenu ->> ${k}), ' .') in ('aucun', 'aucune', 'néant'))`
/** Un résultat se lit en chiffres, ou chez le dispositif public qui le publie, à son adresse. */
const chiffre = (rubrique: string) =>
  sql`coalesce(${ditQuelqueChose(sql`o.contenu ->> ${rubrique}`)} and o.contenu ->> ${rubrique} ~ '[0-9]|https?://', false)`
/** Le nombre écrit dans cette rubrique du registre ; rien d’un mot : il ne se compare à rien. */
export const nombreEcrit = (rubrique: string) =>
  sql`(case when g.contenu ->> ${rubrique} ~ '^[0-9]+([.][0-9]+)?$' then (g.contenu ->> ${rubrique})::numeric end)`
const publieLe = jourParis(sql`o.publiee_le`)
const absentes = (jour: string) => sql`case
  when o.publiee_le is null then 'la fiche n’est pas en ligne'
  when ${publieLe} + ${mois(12)} <= ${jour}::date then 'la fiche n’a pas été relue depuis douze mois'
  else 'il manque : ' || concat_ws(', ',
    case when not ${rempli(sql`'prerequis'`)} then 'prérequis' end,
    case when not ${rempli(sql`'delaiAcces'`)} then 'délai d’accès' end,
    case when not ${rempli(sql`'financement'`)} then 'financement' end,
    case when not ${rempli(sql`'sanction'`)} then 'reconnaissance délivrée' end,
    case when not ${rempli(sql`'methodes'`)} then 'méthodes' end,
    case when not ${rempli(sql`'evaluation'`)} then 'évaluation' end,
    case when not ${rempli(sql`'accessibilite'`)} then 'accessibilité' end,
    case when not ${rempli(sql`'contact'`)} then 'contact' end,
    case when not ${rempli(sql`'objectif'`)} then 'objectif' end) end`

const enCours = (jour: string) => sql`(g.expire_le is null or g.expire_le >= ${jour}::date)`
const deLOffre = (code: string, jour: string, quoi: string) =>
  faitAppuye(
    code,
    { objet: sql`o.id`, session: nul, activite: sql`o.activite_id`, qui: nul, jour: sql`${jour}::date` },
    sql`${quoi}::text`,
  )

/** Ce que dit l’offre, et la version qu’on en a vendue : indicateurs 1, 2, 3, 5, 6 et 33. */
export const reglesOffre: Readonly<Record<string, Regle>> = {
  '1a': ({ jour }) => sql`select '1a', o.id, null::uuid, o.activite_id, null::uuid,
      coalesce(${publieLe} + ${mois(12)} > ${jour}::date and not exists (select from unnest(array['prerequis', 'delaiAcces', 'financement',
        'sanction', 'methodes', 'evaluation', 'accessibilite', 'contact', 'objectif']) k where not ${rempli(sql`k`)}), false),
      ${publieLe}, false, ${jour}::date, ${absentes(jour)}, false, null::uuid from o`,
  '1b': () => sql`select '1b', p.id, p.id, p.activite_id, p.formateur_id, c.le is not null, c.le, false, p.premier_jour,
      case when p.version_id is null then 'la session n’a pas de version d’offre' else 'aucune fiche n’était en ligne avant le premier jour' end, false, null::uuid
    from p left join lateral (select min(${jourParis(sql`c.publiee_le`)}) as le from catalogue.fiche c
      where c.organisme_id = p.organisme_id and c.offre_id = p.offre_id and ${jourParis(sql`c.publiee_le`)} <= p.premier_jour
        -- Retirée avant ce jour, elle n’informait plus personne.
        and (c.retiree_le is null or ${jourParis(sql`c.retiree_le`)} >= p.premier_jour)
        and p.version_id is not null) c on true`,
  // Ce que la plateforme affichait, face à la fiche d’aujourd’hui : relevé avant elle, il ne la compare pas.
  '1d': ({
    jour,
  }) => sql`select '1d', o.id, null::uuid, o.activite_id, null::uuid, k.le is not null and coalesce(k.meme, false), k.le, coalesce(k.tard, false), ${jour}::date,
      case when k.le is not null then 'le prix ou la durée que montre Mon Compte Formation ne sont pas ceux de la fiche'
        when k.declare then 'déclaré, à appuyer : ' || k.manque else 'ce que Mon Compte Formation montre n’a pas été relu depuis que la fiche est en ligne' end::text,
      k.le is null and coalesce(k.declare, false), k.ligne
    from o left join lateral (
      select max(g.le) filter (where g.force = 'prouve') as le, bool_or(g.force = 'declare') as declare, min(g.manque) filter (where g.force <> 'prouve') as manque,
        bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) filter (where g.force = 'prouve') as tard,
        (array_agg(g.id order by g.le desc))[1] as ligne,
        (array_agg(${nombreEcrit('prix')} * 100 = o.prix_centimes and round(${nombreEcrit('duree')} * 60) = o.duree_minutes
          order by g.force = 'prouve' desc, g.le desc))[1] as meme
      from g where g.genre = 'mon-compte-formation' and g.offre_id = o.id and g.le + ${mois(delais.messages)} > ${jour}::date
        and g.le >= coalesce(${publieLe}, g.le)) k on true
    where exists (select from inscriptions.dossier d join p on p.id = d.session_id
      where d.organisme_id = (select app.organisme()) and d.regime = 'cpf' and d.retracte_le is null and p.offre_id = o.id)`,
  '2a': ({ jour }) => sql`select '2a', o.id, null::uuid, o.activite_id, null::uuid,
      coalesce(${publieLe} + ${mois(12)} > ${jour}::date and ((o.contenu -> 'sansResultat') = 'true'::jsonb and f.finie is null
        or (${chiffre('indicateurs')} and ${chiffre('indicateursBase')})), false)
        or (o.publiee_le is not null and coalesce(x.le + ${mois(12)} > ${jour}::date, false)),
      greatest(${publieLe}, x.le), false, ${jour}::date,
      case when o.publiee_le is null then 'la fiche n’est pas en ligne'
        when ${publieLe} + ${mois(12)} <= ${jour}::date then 'les résultats ont plus de douze mois'
        when (o.contenu -> 'sansResultat') = 'true'::jsonb then 'l’action est dite nouvelle, et une session en est finie : publiez ce qu’elle a donné'
        when ${ditQuelqueChose(sql`o.contenu ->> 'indicateurs'`)} and ${ditQuelqueChose(sql`o.contenu ->> 'indicateursBase'`)}
          then 'les résultats ne disent aucun chiffre : leur valeur, leur période et leur effectif s’écrivent en nombres'
        else 'ni résultat avec sa période, son effectif et son calcul, ni action dite nouvelle' end, false, null::uuid
    from o left join (select s.offre_id, min(s.dernier_jour) as finie from sessions.session s where s.organisme_id = (select app.organisme())
        and s.etat in ${cesMots(etatsAcheves)} and s.dernier_jour + ${delais.nouveaute}::int4 < ${jour}::date group by 1) f on f.offre_id = o.id
      left join (select y.offre_id, max(${jourParis(sql`y.publiee_le`)}) as le from questionnaires.publication y
        where y.organisme_id = (select app.organisme()) and y.retiree_le is null group by 1) x on x.offre_id = o.id`,
  // Une session certifiante en est finie : ses deux taux s’écrivent, et l’on dit où ils se lisent.
  '3a': ({
    jour,
  }) => sql`select ${deLOffre('3a', jour, 'les taux de présentation et d’obtention ne sont ni écrits, ni publiés')}
    from o left join lateral ${appui(sql`g.genre = 'examen' and 'adresse' = any(g.dits) and g.le + ${mois(delais.tauxExamen)} > ${jour}::date
      and exists (select from p where p.id = g.session_id and p.offre_id = o.id)`)} k on true
    where o.certifiante and exists (select from p where p.offre_id = o.id and p.dernier_jour + ${delais.examen}::int4 < ${jour}::date)`,
  '6a': ({ jour }) => sql`select ${deLOffre('6a', jour, 'aucun déroulé pédagogique')}
    from o left join lateral ${appui(sql`g.genre = 'deroule' and g.offre_id = o.id and ${enCours(jour)}`)} k on true`,
  '7a': ({ jour }) => sql`select ${deLOffre('7a', jour, 'le tableau des compétences et des séquences manque')}
    from o left join lateral ${appui(sql`g.genre = 'matrice-competences' and g.offre_id = o.id and ${enCours(jour)}`)} k on true
    where o.certifiante`,
  '3b': ({ jour }) => sql`select '3b', o.id, null::uuid, o.activite_id, null::uuid,
      coalesce(o.contenu ->> 'certAu', '') >= ${jour} and not exists (select from unnest(array['certification', 'certificateur', 'certPasserelles',
          'certDebouches', 'certResultats']) k where not ${rempli(sql`k`)})
        and (o.contenu ->> 'certification' like 'RS%' or jsonb_array_length(coalesce(o.contenu -> 'certBlocs', '[]')) > 0),
      ${publieLe}, false, ${jour}::date,
      case when o.publiee_le is null then 'la fiche n’est pas en ligne'
        when coalesce(o.contenu ->> 'certAu', '') < ${jour} then 'l’enregistrement de la certification est échu, ou sans date'
        else 'passerelles, débouchés, suites, certificateur ou blocs ne sont pas tous écrits' end, false, null::uuid
    from o where o.certifiante`,
  '5a': ({ jour }) => sql`select '5a', o.id, null::uuid, o.activite_id, null::uuid,
      exists (select from jsonb_array_elements_text(coalesce(o.contenu -> 'objectifs', o.rubriques -> 'objectifs', '[]')) t where ${ditQuelqueChose(sql`t`)})
        and ${ditQuelqueChose(sql`coalesce(o.contenu ->> 'evaluation', o.evaluation)`)},
      ${publieLe}, false, ${jour}::date,
      case when jsonb_array_length(coalesce(o.contenu -> 'objectifs', o.rubriques -> 'objectifs', '[]')) = 0 then 'aucun objectif évaluable'
        when ${ditQuelqueChose(sql`coalesce(o.contenu ->> 'evaluation', o.evaluation)`)} then 'les objectifs ne disent rien'
        else 'l’évaluation n’est pas décrite, ou ne dit rien' end, false, null::uuid
    from o`,
  '6b': () => sql`select '6b', p.id, p.id, p.activite_id, p.formateur_id, coalesce(coalesce(e.minutes, 0) + coalesce(x.minutes, 0) >= w.duree_minutes, false), p.premier_jour, false,
      p.premier_jour, case when w.duree_minutes is null then 'la durée vendue n’est pas connue'
        else 'le planning fait ' || (coalesce(e.minutes, 0) + coalesce(x.minutes, 0)) / 60 || ' h, la durée vendue ' || w.duree_minutes / 60 || ' h' end, false, null::uuid
    from p left join catalogue.version w on w.organisme_id = p.organisme_id and w.id = p.version_id
      left join (select e.session_id, sum(e.fin_minutes - e.debut_minutes) as minutes from sessions.seance e
        where e.organisme_id = (select app.organisme()) and e.tenue group by e.session_id) e on e.session_id = p.id
      -- Ce qui se suit à distance ou en situation de travail fait partie de la durée vendue.
      left join (select x.session_id, sum(x.minutes) as minutes from emargement.activite_prevue x
        where x.organisme_id = (select app.organisme()) and x.retiree_le is null group by x.session_id) x on x.session_id = p.id`,
  '7b': () => sql`select ${faitAppuye(
    '7b',
    {
      objet: sql`p.id`,
      session: sql`p.id`,
      activite: sql`p.activite_id`,
      qui: nul,
      jour: sql`p.premier_jour`,
    },
    sql`'aucune habilitation ne vaut au premier jour'`,
  )}
    from p left join lateral ${appui(sql`g.genre = 'habilitation' and g.offre_id = p.offre_id and g.le <= p.premier_jour
        and (g.expire_le is null or g.expire_le >= p.premier_jour)`)} k on true
    where p.certifiante`,
  // Écrite au registre, ou recueillie ici : un recueil clos, auquel on a répondu.
  '33a': ({
    jour,
  }) => sql`select '33a', o.id, null::uuid, o.activite_id, null::uuid, x.le is not null, x.le, false, ${jour}::date,
      'aucune campagne d’évaluation des enseignements depuis douze mois', false, x.ligne
    from o left join lateral (select max(y.le) as le, (array_agg(y.ligne order by y.le desc))[1] as ligne from (
        select g.le, g.id as ligne from g where g.genre = 'enseignements' and g.force = 'prouve' and g.offre_id = o.id
        union all select least(k.ferme_le, coalesce(${jourParis(sql`k.fermee_le`)}, k.ferme_le)), null from questionnaires.campagne k
          where k.organisme_id = o.organisme_id and k.offre_id = o.id and k.genre = 'enseignements'
            and (k.fermee_le is not null or k.ferme_le < ${jour}::date)
            and exists (select from questionnaires.demande d where d.organisme_id = k.organisme_id and d.campagne_id = k.id and d.repondue_le is not null)) y
      where y.le + ${mois(12)} > ${jour}::date) x on true
    where o.nature = 'apprentissage'`,
  '33b': (r) => enseignements('33b', r, sql`'partage' = any (g.dits)`, 'la campagne n’a pas été partagée'),
  '33c': (r) =>
    enseignements('33c', r, sql`'effet' = any (g.dits)`, 'la campagne n’est pas comparée à la précédente'),
}

const enseignements = (code: string, { jour }: Regarde, condition: RawBuilder<unknown>, quoi: string) => sql`
  select ${deLOffre(code, jour, quoi)}
  from o left join lateral ${appui(sql`g.genre = 'enseignements' and g.offre_id = o.id and g.le + ${mois(12)} > ${jour}::date and ${condition}`)} k on true
  where o.nature = 'apprentissage'`
