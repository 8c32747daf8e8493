import { type RawBuilder, sql } from 'kysely'
import { etatsAMotiver } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { delais } from '../domain/controles/parametres.ts'
import { appui, faitAppuye, nul } from './appui.ts'
import { apresCoup, ditQuelqueChose, type Regarde } from './population.ts'
import { mois, nombreEcrit, type Regle } from './regles-offre.ts'

const feuilles = (code: string) => sql`
  select ${code}::text, p.id, p.id, p.activite_id, p.formateur_id, h.ouvertes = 0, h.au, false, h.premiere,
    h.ouvertes || case when h.ouvertes > 1 then ' demi-journées ne sont pas closes' else ' demi-journée n’est pas close' end, false, null::uuid
  from p join h on h.session_id = p.id`

/** La ligne parle-t-elle de qui intervient : sa structure, ou sa personne ; ce qu’elle ne dit pas ne contredit pas, mais elle dit l’un des deux. */
const deQuiIntervient = sql`(g.entreprise_id is null or x.entreprise_id is null or g.entreprise_id = x.entreprise_id)
  and (g.personne_id is null or g.personne_id = x.personne_id) and (g.entreprise_id = x.entreprise_id or g.personne_id = x.personne_id)`

/** Une session qui a des externes : combien n’ont rien qui prouve, si tous ceux-là l’ont dit, et le premier jour dû. */
const chaqueExterne = (
  code: string,
  quoi: string,
  ou: RawBuilder<unknown>,
  prouve: RawBuilder<unknown>,
) => sql`
  select ${code}::text, p.id, p.id, p.activite_id, null::uuid, x.sans = 0, x.le, x.tard, x.premier,
    coalesce(case when x.sans = x.declares then 'déclaré, à appuyer : ' else '' end || x.manque, ${quoi})::text, x.sans > 0 and x.sans = x.declares, x.ligne
  from p join (select x.session_id, count(*) filter (where k.le is null) as sans, count(*) filter (where k.le is null and k.declare) as declares,
      max(k.le) as le, coalesce(bool_or(k.tard), false) as tard, min(x.premier) as premier, min(k.manque) as manque, (array_agg(k.ligne))[1] as ligne
    from ex x left join lateral (
      select max(g.le) filter (where ${prouve}) as le, bool_and(${apresCoup(sql`g.inscrit_le`, sql`g.le`)}) filter (where ${prouve}) as tard,
        bool_or(g.force <> 'vide') as declare, (array_agg(g.id order by (${prouve}) desc, g.le desc))[1] as ligne,
        min(case when g.manque <> '' then g.manque else 'écrit ou joint après le premier jour de qui intervient' end) filter (where not (${prouve})) as manque
      from g where ${ou}) k on true group by 1) x on x.session_id = p.id`

/** Confiée à un autre organisme, à un indépendant ou à une société de portage : ce que vise l’indicateur 27. Sans structure, c’est la personne. */
const structures = sql`(select coalesce(x.entreprise_id, x.personne_id) as id, x.entreprise_id, case when x.entreprise_id is null then x.personne_id end as personne_id,
    (array_agg(p.activite_id))[1] as activite_id
  from ex x join p on p.id = x.session_id group by 1, 2, 3)`

const sousTraitant = (code: string, genre: string, n: number, { jour }: Regarde, quoi: string) => sql`
  select ${faitAppuye(
    code,
    { objet: sql`x.id`, session: nul, activite: sql`x.activite_id`, qui: nul, jour: sql`${jour}::date` },
    sql`${quoi}::text`,
  )}
  from ${structures} x left join lateral ${appui(sql`g.genre = ${genre} and (g.entreprise_id = x.entreprise_id or g.personne_id = x.personne_id)
    and g.le + ${mois(n)} > ${jour}::date and (g.expire_le is null or g.expire_le >= ${jour}::date)`)} k on true`

/** Un intervenant du cadre, et la dernière ligne de registre qui le concerne. */
const intervenant = (code: string, genre: string, n: number, { jour }: Regarde, quoi: string) => sql`
  select ${faitAppuye(
    code,
    {
      objet: sql`v.personne_id`,
      session: nul,
      activite: sql`v.activite_id`,
      qui: nul,
      jour: sql`${jour}::date`,
    },
    sql`${quoi}::text`,
  )}
  from v left join lateral ${appui(sql`g.genre = ${genre} and g.personne_id = v.personne_id and g.le + ${mois(n)} > ${jour}::date
    and (g.expire_le is null or g.expire_le >= ${jour}::date)`)} k on true`

/** Tout le personnel, qu’il anime ou non : les salariés et entrepreneurs salariés du jour, et l’équipe qui n’a pas de fiche d’intervenant. */
const personnel = ({ jour }: Regarde) => sql`(
  select st.personne_id as id, (array_agg(st.activite_id))[1] as activite_id, (array_agg(i.compte_id) filter (where i.compte_id is not null))[1] as compte_id
  from st left join tiers.intervenant i on i.organisme_id = (select app.organisme()) and i.personne_id = st.personne_id
  where st.statut in ('salarie', 'entrepreneur-salarie') and st.du <= ${jour}::date and (st.au is null or st.au >= ${jour}::date) group by 1
  union all select membre.id, (select maison.id from maison), membre.id from membre)`

const duPersonnel = (code: string, genre: string, n: number, r: Regarde, quoi: string) => sql`
  select ${faitAppuye(
    code,
    { objet: sql`x.id`, session: nul, activite: sql`x.activite_id`, qui: nul, jour: sql`${r.jour}::date` },
    sql`${quoi}::text`,
  )}
  from ${personnel(r)} x left join lateral ${appui(sql`g.genre = ${genre} and (g.personne_id = x.id or g.responsable_id = x.compte_id)
    and g.le + ${mois(n)} > ${r.jour}::date and (g.expire_le is null or g.expire_le >= ${r.jour}::date)`)} k on true`

/** Une session mixte dont une demi-journée au moins se suit à distance : il y faut le lien, comme d’une session à distance. */
const uneSeanceADistance = sql`(p.modalite = 'mixte' and exists (select from sessions.seance z
  where z.organisme_id = (select app.organisme()) and z.session_id = p.id and z.tenue and z.modalite = 'distance'))`

const deLEpreuve = sql`g.genre = 'examen' and g.session_id = p.id and g.le >= p.dernier_jour`

const deLaSession = (code: string, jour: RawBuilder<unknown>, quoi: string) =>
  faitAppuye(
    code,
    { objet: sql`p.id`, session: sql`p.id`, activite: sql`p.activite_id`, qui: nul, jour },
    sql`${quoi}::text`,
  )

/** La session, ses lieux et ses gens : indicateurs 10, 12, 17, 18, 21, 22, 27 et 31. */
export const reglesSession: Readonly<Record<string, Regle>> = {
  '10c': () => feuilles('10c'),
  '12b': () => feuilles('12b'),
  // Les résultats de l’épreuve, un temps après la fin.
  '16b': ({
    jour,
  }) => sql`select ${deLaSession('16b', sql`p.dernier_jour + ${delais.examen}::int4`, 'ni procès-verbal, ni résultats de l’épreuve')}
    from p left join (select i.session_id, count(distinct i.id) as n from i join qualite.suivi s on s.organisme_id = (select app.organisme())
          and s.inscription_id = i.id and s.genre = 'epreuve' where i.etat = 'inscrit' group by 1) c on c.session_id = p.id
      -- Les procès-verbaux d’un même jour disent ensemble autant d’inscrits que la session en a ; l’écrit et l’oral ne s’ajoutent pas.
      left join lateral (select case when a.dits >= coalesce(c.n, 0) then a.le end as le, a.tard, a.le is not null or a.declare as declare, a.ligne,
          case when a.le is null then a.manque else 'les procès-verbaux disent ' || a.dits || ' des ' || c.n || ' personnes inscrites à l’épreuve' end as manque
        from (select a.*, coalesce((select max(x.n) from (select sum(${nombreEcrit('inscrits')}) as n from g where ${deLEpreuve} and g.force = 'prouve' group by g.le) x), 0) as dits
          from ${appui(deLEpreuve)} a) a) k on true
    where p.certifiante and p.dernier_jour + ${delais.examen}::int4 < ${jour}::date and p.id in (select suivie.id from suivie)`,
  '19a': ({
    jour,
  }) => sql`select ${deLaSession('19a', sql`p.dernier_jour`, 'aucune ressource n’est mise à disposition pour cette offre')}
    from p left join lateral ${appui(sql`g.genre = 'ressource' and g.offre_id = p.offre_id and g.le <= p.dernier_jour
        and (g.expire_le is null or g.expire_le >= p.premier_jour)`)} k on true
    where p.dernier_jour < ${jour}::date and p.id in (select suivie.id from suivie)`,
  '17a': () => sql`select '17a', p.id, p.id, p.activite_id, p.formateur_id,
      (${ditQuelqueChose(sql`p.lieu`)} or p.modalite = 'distance')
        and (not (p.modalite = 'distance' or ${uneSeanceADistance}) or ${ditQuelqueChose(sql`p.lien_connexion`)})
        and (p.formateur_id is not null or x.session_id is not null), p.premier_jour, false, p.premier_jour,
      case when p.formateur_id is null and x.session_id is null then 'personne n’est affecté'
        when not ${ditQuelqueChose(sql`p.lieu`)} and p.modalite <> 'distance' then 'le lieu n’est pas écrit, ou ne dit rien'
        when p.modalite = 'distance' or ${uneSeanceADistance} then 'le lien de connexion n’est pas écrit' else 'le lieu n’est pas écrit' end, false, null::uuid
    from p left join (select distinct ap.session_id from ap) x on x.session_id = p.id`,
  '17b': ({ jour }) => sql`select ${faitAppuye(
    '17b',
    { objet: sql`e.id`, session: nul, activite: sql`e.activite_id`, qui: nul, jour: sql`${jour}::date` },
    sql`'le lieu n’a pas été vérifié depuis douze mois'`,
  )}
    from (select p.etablissement_id as id, (array_agg(p.activite_id))[1] as activite_id from p where p.etablissement_id is not null group by 1
        -- Une salle prêtée par une autre coopérative : sa fiche, classée pour la session qui s’y tient.
        union all select p.id, p.activite_id from p where exists (select from g where g.genre = 'lieu' and g.origine_id = p.id)) e
      left join lateral ${appui(sql`g.genre = 'lieu' and e.id in (g.etablissement_id, g.origine_id) and g.le + ${mois(delais.lieu)} > ${jour}::date`)} k on true`,
  '18a':
    () => sql`select '18a', p.id, p.id, p.activite_id, p.formateur_id, p.formateur_id is not null or x.session_id is not null, p.premier_jour, false,
      p.premier_jour, 'personne de l’équipe ne répond de cette session', false, null::uuid
    from p left join (select distinct ap.session_id from ap where ap.compte_id is not null) x on x.session_id = p.id`,
  // Transmise à cette personne, avant qu’elle intervienne ; une ligne qui ne nomme personne vaut pour qui est seul du dehors.
  '18c': () =>
    chaqueExterne(
      '18c',
      'aucune consigne écrite à l’intervenant externe avant qu’il commence',
      sql`g.genre = 'consigne' and g.session_id = x.session_id
        and (g.personne_id = x.personne_id or g.personne_id is null and x.externes = 1)`,
      sql`g.force = 'prouve' and g.le <= x.premier`,
    ),
  // Une enseigne de la coopérative en appelle une autre : l’accord, sous un cadre celui de la demande, vient avant le premier jour.
  '18d':
    () => sql`select '18d', p.id, p.id, p.activite_id, null::uuid, x.sans = 0, x.le, false, p.premier_jour,
      'une intervention d’une autre enseigne n’est pas accordée avant son premier jour', false, null::uuid
    from p join (select m.session_id, count(*) filter (where not coalesce(m.accord <= m.du, false)) as sans, max(m.accord) as le
      from (select m.session_id, m.du, case when m.etat in ('accordee', 'constatee', 'confirmee')
          then (coalesce(m.repondue_le, m.demandee_le) at time zone 'Europe/Paris')::date end as accord
        from cae.mission m where m.organisme_id = (select app.organisme()) and m.genre = 'mission' and m.etat not in ('refusee', 'retiree', 'annulee')) m
      group by 1) x on x.session_id = p.id`,
  '21a': ({ jour }) => sql`select '21a', v.personne_id, null::uuid, v.activite_id, null::uuid,
      coalesce(qui.titres, false) and k.le is not null, k.le, coalesce(k.tard, false), ${jour}::date,
      case when not coalesce(qui.titres, false) then 'les titres et qualités ne sont pas écrits, ou ne disent rien'
        else coalesce(case when k.declare then 'déclaré, à appuyer : ' else '' end || k.manque, 'aucun curriculum vitæ de moins de vingt-quatre mois') end::text,
      coalesce(qui.titres, false) and k.le is null and coalesce(k.declare, false), k.ligne
    from v left join qui on qui.personne_id = v.personne_id
      left join lateral ${appui(sql`g.genre = 'cv' and g.personne_id = v.personne_id and g.le + ${mois(delais.cv)} > ${jour}::date
          and (g.expire_le is null or g.expire_le >= ${jour}::date)`)} k on true`,
  // Ce que l’offre demande, écrit avant la session, face à ce que dit le dossier de chaque personne qui l’anime.
  '21b':
    () => sql`select '21b', p.id, p.id, p.activite_id, null::uuid, x.sans = 0 and x.hors = 0 and coalesce(x.des <= p.premier_jour, false), p.premier_jour, false,
      p.premier_jour, case when x.sans > 0 then 'le rapport entre les titres et la prestation n’est pas écrit pour qui anime'
        when x.hors > 0 then 'le dossier de qui anime ne porte pas les compétences que l’offre demande'
        else 'déclaré, à appuyer : écrivez, avant la session, les compétences que cette offre demande' end,
      x.sans = 0 and x.hors = 0 and not coalesce(x.des <= p.premier_jour, false), x.ligne
    from p join (select z.session_id, r.des, r.ligne, count(*) filter (where not coalesce(qui.titres and qui.rapport, false)) as sans,
        count(*) filter (where r.ligne is not null and not r.mots <@ (coalesce(qui.mots, '{}') || coalesce(cv.mots, '{}'))) as hors
      from (select distinct a.session_id, a.personne_id from ap a join p on p.id = a.session_id where a.tenue) z
        left join qui on qui.personne_id = z.personne_id
        left join (select g.personne_id, array_agg(m) as mots from g cross join unnest(g.mots) m
          where g.genre = 'cv' and g.force = 'prouve' group by 1) cv on cv.personne_id = z.personne_id
        -- Ce que l’offre demandait au premier jour ; récrit depuis, cela vaut pour les sessions d’après.
        left join (select distinct on (p.id) p.id, g.mots, g.id as ligne, g.le as des from p join g on g.offre_id = p.offre_id
          where g.genre = 'competences-requises' and g.force = 'prouve'
          order by p.id, g.le <= p.premier_jour desc, case when g.le <= p.premier_jour then g.le end desc, g.le) r on r.id = z.session_id
      group by 1, 2, 3) x on x.session_id = p.id`,
  '21c': (r) =>
    intervenant(
      '21c',
      'evaluation-intervenant',
      delais.evaluationIntervenant,
      r,
      'aucune évaluation depuis vingt-quatre mois',
    ),
  '22a': (r) =>
    duPersonnel(
      '22a',
      'developpement',
      delais.developpement,
      r,
      'aucune action de développement depuis vingt-quatre mois',
    ),
  '22b': (r) =>
    duPersonnel('22b', 'entretien', delais.entretien, r, 'aucun entretien professionnel depuis quatre ans'),
  // Le contrat de cette partie, et son fichier joint avant qu’elle intervienne : signé ou joint après, il ne prouve plus qu’il l’était.
  '27a': () =>
    chaqueExterne(
      '27a',
      'aucun contrat complet signé avant le début',
      sql`g.genre = 'contrat-sous-traitance' and ${deQuiIntervient} and (g.session_id = x.session_id
        -- Un contrat-cadre vaut jusqu’à son terme ; le contrat d’une action que paie le CPF dit sa propre période (R6333-6-2).
        or g.session_id is null and (g.expire_le is null or g.expire_le >= x.dernier) and not exists (select from inscriptions.dossier d
          where d.organisme_id = (select app.organisme()) and d.session_id = x.session_id and d.regime = 'cpf' and d.retracte_le is null))`,
      sql`g.force = 'prouve' and g.le <= x.premier and coalesce(g.joint <= x.premier, false)`,
    ),
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
  }) => sql`select '31b', s.id, s.id, s.activite_id, s.formateur_id, ${ditQuelqueChose(sql`s.motif`)}, s.premier_jour, false, s.premier_jour,
      case when s.etat = 'annulee' then 'l’annulation' when s.etat = 'reportee' then 'le report' else 'l’interruption' end || ' n’a pas de motif, ou il ne dit rien', false, null::uuid
    from sessions.session s where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsAMotiver)}
      and s.premier_jour <= ${jour}::date and s.dernier_jour >= ${cadre.depuis}::date`,
}
