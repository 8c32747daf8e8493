/**
 * Ce que la base additionne d'un exercice : minutes et heures par inscription, par session, par intervention. Aucune règle
 * n'est décidée ici ; `domain/faits.ts` lit ces sommes comme celles d'un fichier.
 */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { coupees, etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { parHachage, type TenantTx } from '#platform/db/index.ts'
import type { Exercice, VersionCerfa } from '../domain/dossier.ts'
import { type Brutes, lireBrutes, type SommesLues, type StatutDeFiche } from './lignes-sommees.ts'

export type RepriseLue = {
  readonly id: Id<'Reprise'>
  readonly cas: string
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly cerfa: VersionCerfa | null
  readonly chiffreAffaires: string
  readonly finPrecedente: DateCivile | null
  readonly produitsComptables: string | null
}

export const reprisesVives = async (tx: TenantTx): Promise<RepriseLue[]> =>
  (
    await sql<RepriseLue>`select id, cas, debut::text as debut, fin::text as fin, cerfa,
        chiffre_affaires::text as "chiffreAffaires", fin_precedente::text as "finPrecedente",
        produits_comptables::text as "produitsComptables"
      from bpf.reprise where remplacee_le is null order by debut, cas`.execute(tx)
  ).rows

const liste = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`

/** Une session dont le bilan parle : tenue, et, si elle est reprise, d'une reprise retenue. */
const retenue = (lots: readonly string[]) =>
  sql`s.etat not in ${cesMots(etatsSansAction)} and (s.reprise_id is null or s.reprise_id = any (${liste(lots)}))`

/**
 * Qui ne peut se confondre avec d’autres dans une somme : rien pour le détail, où personne ne le peut ; sinon les fiches qu’une autre lecture
 * ou une fiche réunie rejoint.
 */
export type APart = { readonly gens: readonly string[] } | undefined

export type Facon = {
  readonly aPart: APart
  /** Une lecture fait des honoraires une sorte de séance. */
  readonly honoraires: boolean
  /** La personne ne lit que quelques enseignes : leurs séances et leurs signatures se cherchent une à une, au lieu de toutes se parcourir. */
  readonly peu: boolean
}

/** Cette clé est l’une de celles-là, cherchées une à une dans l’index, si peu se lit. */
const parmi = (peu: boolean, cle: RawBuilder<unknown>, celles: RawBuilder<unknown>) =>
  peu ? sql`and ${cle} = any (array(${celles}))` : sql``

/**
 * Les séances de l'exercice, lues une fois : `se`, les sessions, rangées par numéro, prises par leurs jours posés, qui contiennent
 * toujours ceux de ce qui s'est tenu ; `z`, leurs séances qu'une interruption a coupées ; `t`, leurs séances tenues, et celles-là jusqu'à
 * la coupure (`coupe` : les minutes qu'elle a ôtées), comme le certificat et la facture les comptent ; dont `ici` celles de l'exercice ; `f`, les interventions ; `s`, les séances de l'exercice et leur sorte. `nommees` : les sessions des
 * lignes de facture, dont le prorata demande toutes les heures, même d'un autre exercice. `st` : les statuts, de rang `k` ; celui de
 * la séance, ses minutes et ses heures animées ne valent que de qui l’anime seul (`min` : une somme de décimaux garderait un état par séance). Les honoraires n’en font une sorte que si une lecture les compte.
 * Une intervention reprise n'est jamais confiée : la séance reprise le dit elle-même, parmi ses traits (`Sorte`, en bits).
 */
const seancesDe = (
  e: Exercice,
  lots: readonly string[],
  nommees: readonly string[],
  statuts: readonly StatutDeFiche[],
  { honoraires, peu }: Pick<Facon, 'honoraires' | 'peu'>,
) => sql`
  st as materialized (select t.k, t.fiche, t.statut = 'honoraires' as honoraires, t.du, coalesce(t.au, '9999-12-31'::date) as au
    from jsonb_to_recordset(${JSON.stringify(statuts.map(({ racine: _, ...s }, k) => ({ k, ...s })))}::jsonb)
      as t(k int4, fiche uuid, statut text, du date, au date)),
  se as materialized (select (row_number() over (order by s.numero, s.id))::int4 as n, s.organisme_id, s.id, s.reprise_id,
      s.reprise_id is not null or s.id = any (${liste(nommees)}) as gardee
    from sessions.session s
    where ${retenue(lots)} and (s.reprise_id is not null or s.id = any (${liste(nommees)})
      or (s.premier_jour <= ${e.fin}::date and s.dernier_jour >= ${e.debut}::date))),
  z as materialized ${coupees(sql`select se.id from se`)},
  t as materialized (select se.n, x.id, x.jour, case when x.reprise then 0 else coalesce(z.a, x.fin_minutes) - x.debut_minutes end as minutes,
      x.fin_minutes - coalesce(z.a, x.fin_minutes) as coupe, x.reprise, r.heures,
      x.jour between ${e.debut}::date and ${e.fin}::date as ici, c.cotraitee,
      (x.reprise and r.confiee_a is not null)::int4 + 4 * coalesce(r.moment = 'asynchrone', false)::int4 + 8 * c.cotraitee::int4 as traits
    from se join sessions.seance x on x.organisme_id = se.organisme_id and x.session_id = se.id ${parmi(peu, sql`x.session_id`, sql`select se.id from se`)}
      left join bpf.seance_reprise r on r.organisme_id = x.organisme_id and r.seance_id = x.id
      left join z on z.id = x.id
      cross join lateral (select r.cotraitant is not null or x.cotraitant_id is not null as cotraitee) c
    where x.tenue or z.id is not null),
  f as not materialized (
    select a.seance_id as seance, a.personne_id as personne, a.minutes, null::numeric as heures, a.confiee_a_id is not null as confiee,
        false as reprise from sessions.affectation a where true ${parmi(peu, sql`a.seance_id`, sql`select t.id from t`)}
    union all
    select a.seance_id, a.personne_id, 0, a.heures, false, true from bpf.intervention_reprise a),
  s as materialized (select t.id, min(t.n) as n, min(t.jour) as jour, min(t.minutes) as minutes,
      min(t.coupe) as coupe, bool_or(t.reprise) as reprise, count(f.seance)::int4 as animateurs, min(st.k) as k,
      min(f.minutes) as animees, min(f.heures) as heures,
      min(t.traits) + coalesce(bool_and(f.confiee), false)::int4 + ${honoraires ? 2 : 0}::int4 * coalesce(bool_or(st.honoraires), false)::int4 as sorte
    from t left join f on f.seance = t.id and f.reprise = t.reprise
      left join st on st.fiche = f.personne and t.jour between st.du and st.au
    where t.ici group by t.id)`

/**
 * Ce que chacun a suivi. La case vaut ce que dit sa dernière rectification ; à défaut sa signature (`emargement`, invariant
 * 2). Minutes perdues ôtées ; d'une séance coupée, un départ ne perd que ce qui précède la coupure. Une présence reprise est celle que le fichier disait.
 *
 * On additionne toutes les signatures d'un trait (`p`), puis l'on corrige (`c`) de celles qu'une rectification remplace et des
 * présences reprises : elles sont peu, et les chercher une à une par leur clé coûte moins que de croiser cent mille signatures. Combien de séances, le
 * détail seul le dit ; sans lui, qui n’a suivi aucune minute n’est dans aucune case.
 */
const presences = ({ aPart, peu }: Pick<Facon, 'aPart' | 'peu'>) => sql`
  r as materialized (select distinct on (x.inscription_id, x.seance_id) x.inscription_id, x.seance_id, x.etat,
      x.retard_min as retard, x.depart_min as depart, (select g.retard_min from emargement.signature g
        where g.organisme_id = x.organisme_id and g.inscription_id = x.inscription_id and g.seance_id = x.seance_id) as signee
    from emargement.rectification x where x.etat is not null order by x.inscription_id, x.seance_id, x.rang desc),
  p as (select g.inscription_id, s.sorte, sum(greatest(s.minutes - g.retard_min, 0)) as minutes, ${aPart === undefined ? sql`count(*)` : sql`null::int8`} as signe
    from emargement.signature g join s on s.id = g.seance_id ${parmi(
      peu,
      sql`g.inscription_id`,
      sql`select i.id from se join inscriptions.inscription i on i.organisme_id = se.organisme_id and i.session_id = se.id`,
    )} group by 1, 2),
  c as (select x.inscription_id, s.sorte, sum(x.signe * greatest(s.minutes - x.retard - greatest(x.depart - s.coupe, 0), 0)) as minutes,
      sum(x.heures) as heures,
      sum(x.signe) as signe
    from (
      select r.inscription_id, r.seance_id, r.signee as retard, 0 as depart, null::numeric as heures, -1 as signe from r where r.signee is not null
      union all
      select r.inscription_id, r.seance_id, r.retard, r.depart, null, 1 from r where r.etat = 'presente'
      union all
      select v.inscription_id, v.seance_id, 0, 0, v.heures, 1 from bpf.presence_reprise v) x
    join s on s.id = x.seance_id group by 1, 2),
  q as (select coalesce(p.inscription_id, c.inscription_id) as inscription_id, coalesce(p.sorte, c.sorte) as sorte,
      (coalesce(p.minutes, 0) + coalesce(c.minutes, 0))::int4 as minutes, c.heures,
      (coalesce(p.signe, 0) + coalesce(c.signe, 0))::int4 as presentes
    from p full join c on c.inscription_id = p.inscription_id and c.sorte = p.sorte
    where ${aPart === undefined ? sql`coalesce(p.signe, 0) + coalesce(c.signe, 0) > 0` : sql`coalesce(p.minutes, 0) + coalesce(c.minutes, 0) > 0 or c.heures is not null`})`

/** Le statut F-1 de l’inscription `i` ce jour-là : le premier, ou le dernier de ceux qui l’ont suivi. Peu changent : on ne lit que ceux-là. */
export const statutAuJour = (
  jour: RawBuilder<unknown>,
) => sql`case when i.statuts_suivants = '[]' then i.statut_f1 else coalesce(
    (select x.statut from jsonb_to_recordset(i.statuts_suivants) as x(du date, statut text) where x.du <= ${jour} order by x.du desc limit 1),
    i.statut_f1) end`

/** Ce que chaque inscription a suivi, par sorte : sa session, et son statut au premier jour qu’un exercice en compte. */
const suivi = sql`
  a as (select t.n, t.cotraitee, min(t.jour) as premiere, max(t.jour) as derniere, count(*) filter (where t.ici) as seances,
      coalesce(sum(t.minutes) filter (where t.ici), 0) as ici, sum(t.minutes) as minutes, min(t.jour) filter (where t.ici) as "premiereIci",
      coalesce(sum(t.heures) filter (where t.ici), 0) as "heuresIci", coalesce(sum(t.heures), 0) as heures
    from t group by 1, 2),
  -- Un exercice lit le statut du premier jour de l’action qu’il compte.
  b as (select a.n, min(a."premiereIci") as jour from a group by a.n),
  i as materialized (select i.id, i.personne_id, ${statutAuJour(sql`b.jour`)} as statut_f1, se.n, q.minutes, q.presentes, q.heures,
      q.sorte + 16 * coalesce(d.regime = 'sous-traitance-recue', false)::int4 + 32 * (q.heures is not null)::int4 as sorte
    from q join inscriptions.inscription i on i.organisme_id = (select app.organisme()) and i.id = q.inscription_id
      join se on se.id = i.session_id
      left join b on b.n = se.n
      left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id)`

/**
 * Les parts, une à une ; ou comptées ensemble, quand une règle ne peut les distinguer (`u`, qui les désigne, manque alors) : même session, même statut,
 * même sorte, une seule part et une seule inscription de la personne à cette session, des minutes et aucune heure reprise.
 */
const partsDe = (aPart: APart) => sql`
  select u.id, u.personne, i.statut_f1, i.n, i.sorte, sum(i.minutes)::int4 as minutes, sum(i.presentes)::int4 as presentes, sum(i.heures) as heures,
      count(*)::int4 as nombre
    from i left join lateral (select i.id, i.personne_id as personne where ${aPart === undefined ? sql`true` : sql`not (${confondue(aPart.gens)})`}) u on true
    group by 1, 2, 3, 4, 5`
const confondue = (
  gens: readonly string[],
) => sql`i.statut_f1 is not null and i.heures is null and i.minutes > 0
  and not i.personne_id = any (${liste(gens)})
  and (i.n, i.personne_id) not in (select o.n, o.personne_id from i o group by 1, 2 having count(*) > 1)`

/**
 * Qui anime : la séance le dit de qui l’anime seul sous un statut, et ses minutes s’additionnent, action par action pour le détail ; la
 * personne, la séance et le jour de toute autre.
 */
const interventionsDe = (aPart: APart) => sql`
  select ${aPart === undefined ? sql`s.n` : sql`null::int4`} as n, s.k, null::uuid as seance, null::uuid as personne, null::date as date, s.sorte & 8 as sorte, 1 as animateurs,
      sum(case when s.coupe > 0 then least(s.animees, s.minutes) else s.animees end)::int4 as minutes, sum(s.heures) as heures
    from s where s.animateurs = 1 and s.k is not null group by 1, 2, 6
  union all
  select s.n, st.k, s.id, case when st.k is null then f.personne end, case when st.k is null then min(s.jour) end, s.sorte & 8, s.animateurs,
      sum(case when s.coupe > 0 then least(f.minutes, s.minutes) else f.minutes end)::int4, sum(f.heures)
    from s join f on f.seance = s.id and f.reprise = s.reprise
      left join st on st.fiche = f.personne and s.jour between st.du and st.au
    where s.animateurs > 1 or s.k is null group by 1, 2, 3, 4, 6, 7`

/** Toutes les sommes d'un exercice, d'une seule lecture. */
export const lireSommes = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
  nommees: readonly string[],
  statuts: readonly StatutDeFiche[],
  facon: Facon,
): Promise<SommesLues> => {
  const { aPart } = facon
  const [lu] = await parHachage(
    tx,
    sql<Brutes>`with ${seancesDe(e, lots, nommees, statuts, facon)}, ${presences(facon)}, ${suivi}
    select
      (select json_agg(json_build_object('rang', a.n, 'gardee', se.gardee, 'session', v.id, 'activite', v.activite_id, 'numero', v.numero, 'intitule', v.intitule,
          'reprise', v.reprise_id, 'modalite', case when v.reprise_id is null then v.modalite else o.modalite end,
          'f3', coalesce(w.objectif_f3, o.objectif_f3), 'niveau', coalesce(w.niveau_f3, o.niveau_f3),
          'nsf', coalesce(w.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')), 'cotraitee', a.cotraitee, 'premiere', a.premiere,
          'derniere', a.derniere, 'seancesIci', a.seances, 'minutesIci', a.ici, 'minutes', a.minutes,
          'heuresIci', a."heuresIci"::text, 'heures', a.heures::text) order by a.n, a.cotraitee)
        from a join se on se.n = a.n join sessions.session v on v.organisme_id = se.organisme_id and v.id = se.id
          left join catalogue.version w on w.organisme_id = v.organisme_id and w.id = v.version_id
          left join catalogue.offre o on o.organisme_id = v.organisme_id and o.id = v.offre_id) as actions,
      (select json_agg(json_build_object('rang', s.n, 'seance', s.id, 'cotraitee', s.sorte & 8 <> 0) order by s.jour, s.id)
        from s where s.animateurs = 0 and s.sorte & 4 = 0) as seules, i.*, x.*
    from (select string_agg(coalesce(id::text, ''), ',') as "iId", string_agg(personne::text, ',') as "iPersonne",
          string_agg(coalesce(statut_f1::text, ''), ',') as "iStatut", string_agg(n::text, ',') as "iSession", string_agg(sorte::text, ',') as "iSorte",
          string_agg(minutes::text, ',') as "iMinutes", string_agg(presentes::text, ',') as "iPresentes", string_agg(heures::text, ',') as "iHeures",
          string_agg(nombre::text, ',') as "iNombre"
        from (select * from (${partsDe(aPart)}) i order by i.n, i.id, i.sorte, i.statut_f1) i) i,
      (select string_agg(coalesce(n, -1)::text, ',') as "fSession", string_agg(coalesce(k, -1)::text, ',') as "fRang", string_agg(seance::text, ',') as "fSeance",
          string_agg(personne::text, ',') as "fPersonne", string_agg(date::text, ',') as "fDate", string_agg((sorte + 32 * (heures is not null)::int4)::text, ',') as "fSorte",
          string_agg(animateurs::text, ',') as "fAnimateurs", string_agg(minutes::text, ',') as "fMinutes", string_agg(heures::text, ',') as "fHeures"
        from (select * from (${interventionsDe(aPart)}) x order by x.n, x.k, x.seance, x.personne, x.sorte, x.animateurs) x) x`,
    { sansTri: true },
  )
  if (!lu) throw new Error('Une somme rend toujours une ligne.')
  return lireBrutes(lu, statuts, e)
}

/** Qui anime une séance de l'exercice : les fiches, telles que les affectations les nomment. */
export const fichesQuiAniment = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
): Promise<Id<'Tiers'>[]> =>
  (
    await parHachage(
      tx,
      sql<{ id: Id<'Tiers'> }>`with ${seancesDe(e, lots, [], [], { honoraires: false, peu: false })}
        select distinct f.personne as id from s join f on f.seance = s.id and f.reprise = s.reprise`,
    )
  ).map((l) => l.id)
