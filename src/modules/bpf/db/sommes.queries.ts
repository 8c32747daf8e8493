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

export type LigneAction = {
  readonly session: Id<'Session'>
  readonly numero: string
  readonly intitule: string
  readonly reprise: Id<'Reprise'> | null
  readonly modalite: 'presentiel' | 'mixte' | 'distance' | null
  readonly f3: string | null
  readonly niveau: string | null
  readonly nsf: string | null
  readonly cotraitee: boolean
  readonly minutesIci: number
  readonly minutes: number
  /** Heures décimales exactes d'une séance reprise. */
  readonly heuresIci: string
  readonly heures: string
  readonly seancesIci: number
  readonly premiere: DateCivile
  readonly derniere: DateCivile
}

/** Une période d'un intervenant, sous chacune des fiches qui le nomment. */
export type StatutDeFiche = {
  readonly fiche: string
  readonly racine: string
  readonly statut: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Ce qui fait la sorte d'une séance : chaque trait vaut un bit, pour que la base range cent mille présences par un entier. */
export type Sorte = {
  readonly confiee: boolean
  readonly honoraires: boolean
  readonly asynchrone: boolean
  readonly cotraitee: boolean
}
const sorteDe = (bits: number): Sorte => ({
  confiee: (bits & 1) !== 0,
  honoraires: (bits & 2) !== 0,
  asynchrone: (bits & 4) !== 0,
  cotraitee: (bits & 8) !== 0,
})
const sortes: readonly Sorte[] = Array.from({ length: 16 }, (_, bits) => sorteDe(bits))
const sorte = (bits: number): Sorte => sortes[bits & 15] ?? sorteDe(0)

export type LignePart = {
  readonly inscription: Id<'Inscription'>
  readonly action: LigneAction
  readonly personne: Id<'Tiers'>
  readonly statut: string | null
  readonly recue: boolean
  readonly activite: string
  readonly sorte: Sorte
  readonly minutes: number
  readonly heures: string | null
  /** Combien de séances suivies. */
  readonly presentes: number
}

export type LigneIntervention = {
  readonly action: LigneAction
  /** Vide : plusieurs séances animées seul, sous un même statut. */
  readonly seance: string
  readonly personne: Id<'Tiers'>
  readonly statut: string | null
  /** La première séance, quand aucun statut ne la couvre. */
  readonly date: DateCivile
  readonly cotraitee: boolean
  readonly animateurs: number
  readonly minutes: number
  readonly heures: string | null
}

export type SeanceSansIntervenant = {
  readonly action: LigneAction
  readonly seance: Id<'Seance'>
  readonly cotraitee: boolean
}

export type SommesLues = {
  /** Chaque session dont une demi-journée tombe dans l'exercice, celles des reprises retenues, et celles nommées. */
  readonly actions: readonly LigneAction[]
  readonly parts: readonly LignePart[]
  readonly interventions: readonly LigneIntervention[]
  /** Les séances que personne n'anime, hors parcours asynchrone. */
  readonly seules: readonly SeanceSansIntervenant[]
}

/**
 * Les séances de l'exercice, lues une fois : `se`, les sessions, rangées par numéro, prises par leurs jours posés, qui contiennent
 * toujours ceux de ce qui s'est tenu ; `z`, leurs séances qu'une interruption a coupées ; `t`, leurs séances tenues, et celles-là jusqu'à
 * la coupure (`coupe` : les minutes qu'elle a ôtées), comme le certificat et la facture les comptent ; dont `ici` celles de l'exercice ; `f`, les interventions ; `s`, les séances de l'exercice et leur sorte. `nommees` : les sessions des
 * lignes de facture, dont le prorata demande toutes les heures, même d'un autre exercice. `st` : les statuts, de rang `k`.
 * Une intervention reprise n'est jamais confiée : la séance reprise le dit elle-même, parmi ses traits (`Sorte`, en bits).
 */
const seancesDe = (
  e: Exercice,
  lots: readonly string[],
  nommees: readonly string[],
  statuts: readonly StatutDeFiche[],
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
  t as materialized (select se.n, x.id, x.jour, coalesce(z.a, x.fin_minutes) - x.debut_minutes as minutes,
      x.fin_minutes - coalesce(z.a, x.fin_minutes) as coupe, x.reprise, r.heures,
      x.jour between ${e.debut}::date and ${e.fin}::date as ici, c.cotraitee,
      (x.reprise and r.confiee_a is not null)::int4 + 4 * coalesce(r.moment = 'asynchrone', false)::int4 + 8 * c.cotraitee::int4 as traits
    from se join sessions.seance x on x.organisme_id = se.organisme_id and x.session_id = se.id
      left join bpf.seance_reprise r on r.organisme_id = x.organisme_id and r.seance_id = x.id
      left join z on z.id = x.id
      cross join lateral (select r.cotraitant is not null or x.cotraitant_id is not null as cotraitee) c
    where x.tenue or z.id is not null),
  f as not materialized (
    select a.seance_id as seance, a.personne_id as personne, a.minutes, null::numeric as heures, a.confiee_a_id is not null as confiee,
        false as reprise from sessions.affectation a
    union all
    select a.seance_id, a.personne_id, 0, a.heures, false, true from bpf.intervention_reprise a),
  s as materialized (select t.id, min(t.n) as n, min(t.jour) as jour, min(case when t.reprise then 0 else t.minutes end) as minutes,
      min(t.coupe) as coupe, bool_or(t.reprise) as reprise, count(f.seance)::int4 as animateurs,
      min(t.traits) + coalesce(bool_and(f.confiee), false)::int4 + 2 * coalesce(bool_or(st.honoraires), false)::int4 as sorte
    from t left join f on f.seance = t.id and f.reprise = t.reprise
      left join st on st.fiche = f.personne and t.jour between st.du and st.au
    where t.ici group by t.id)`

/**
 * Ce que chacun a suivi. La case vaut ce que dit sa dernière rectification ; à défaut sa signature (`emargement`, invariant
 * 2). Minutes perdues ôtées ; d'une séance coupée, un départ ne perd que ce qui précède la coupure. Une présence reprise est celle que le fichier disait.
 *
 * On additionne toutes les signatures d'un trait (`p`), puis l'on corrige (`c`) de celles qu'une rectification remplace et des
 * présences reprises : elles sont peu, et les chercher une à une par leur clé coûte moins que de croiser cent mille signatures.
 */
const presences = sql`
  r as materialized (select distinct on (x.inscription_id, x.seance_id) x.inscription_id, x.seance_id, x.etat,
      x.retard_min as retard, x.depart_min as depart, (select g.retard_min from emargement.signature g
        where g.organisme_id = x.organisme_id and g.inscription_id = x.inscription_id and g.seance_id = x.seance_id) as signee
    from emargement.rectification x where x.etat is not null order by x.inscription_id, x.seance_id, x.rang desc),
  p as (select g.inscription_id, s.sorte, sum(greatest(s.minutes - g.retard_min, 0)) as minutes, count(*) as signe
    from emargement.signature g join s on s.id = g.seance_id group by 1, 2),
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
    where coalesce(p.signe, 0) + coalesce(c.signe, 0) > 0)`

/** Le statut F-1 de l’inscription `i` ce jour-là : le premier, ou le dernier de ceux qui l’ont suivi. Peu changent : on ne lit que ceux-là. */
export const statutAuJour = (
  jour: RawBuilder<unknown>,
) => sql`case when i.statuts_suivants = '[]' then i.statut_f1 else coalesce(
    (select x.statut from jsonb_to_recordset(i.statuts_suivants) as x(du date, statut text) where x.du <= ${jour} order by x.du desc limit 1),
    i.statut_f1) end`

/** Une ligne par colonne : quinze mille lignes d'une somme voyagent en vingt textes, que l'on coupe aux virgules. */
type Colonnes<C extends string> = Readonly<Record<C, string | null>>
/** Un texte par ligne ; vide où la base n'a rien. */
const textes = (c: string | null): readonly string[] => (c === null ? [] : c.split(','))
const entiers = (c: string | null): readonly number[] =>
  c === null ? [] : (JSON.parse(`[${c}]`) as number[])
const ouRien = (v: string | undefined): string | null => v || null
/** Une colonne où presque rien n’est dit ne voyage que là où elle l’est : chaque ligne qui en a une prend la suivante. */
const laSuivante = (c: string | null) => {
  const dites = textes(c)
  let rang = -1
  return (dite: boolean): string | null => {
    if (!dite) return null
    rang += 1
    return dites[rang] ?? null
  }
}
/** Ce bit d’une ligne : elle porte des heures décimales, d’une reprise. */
const porteDesHeures = 32

type ActionBrute = LigneAction & {
  readonly rang: number
  readonly gardee: boolean
  readonly activite: string
}
type Brutes = { readonly actions: readonly ActionBrute[] | null } & {
  readonly seules:
    | readonly { readonly rang: number; readonly seance: Id<'Seance'>; readonly cotraitee: boolean }[]
    | null
} & Colonnes<
    'iId' | 'iPersonne' | 'iStatut' | 'iSession' | 'iSorte' | 'iMinutes' | 'iPresentes' | 'iHeures'
  > &
  Colonnes<
    | 'fSession'
    | 'fRang'
    | 'fSeance'
    | 'fPersonne'
    | 'fDate'
    | 'fSorte'
    | 'fAnimateurs'
    | 'fMinutes'
    | 'fHeures'
  >

/** Toutes les sommes d'un exercice, d'une seule lecture. */
export const lireSommes = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
  nommees: readonly string[],
  statuts: readonly StatutDeFiche[],
): Promise<SommesLues> => {
  const [lu] = await parHachage(
    tx,
    sql<Brutes>`with ${seancesDe(e, lots, nommees, statuts)}, ${presences},
    a as (select t.n, t.cotraitee, min(t.jour) as premiere, max(t.jour) as derniere, count(*) filter (where t.ici) as seances,
        coalesce(sum(t.minutes) filter (where t.ici and not t.reprise), 0) as ici, coalesce(sum(t.minutes) filter (where not t.reprise), 0) as minutes,
        coalesce(sum(t.heures) filter (where t.ici), 0) as "heuresIci", coalesce(sum(t.heures), 0) as heures
      from t group by 1, 2),
    -- Un exercice lit le statut du premier jour de l’action qu’il compte.
    b as (select s.n, min(s.jour) as jour from s group by s.n)
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
    from (select string_agg(id::text, ',') as "iId", string_agg(personne_id::text, ',') as "iPersonne",
          string_agg(coalesce(statut_f1::text, ''), ',') as "iStatut", string_agg(n::text, ',') as "iSession", string_agg(sorte::text, ',') as "iSorte",
          string_agg(minutes::text, ',') as "iMinutes", string_agg(presentes::text, ',') as "iPresentes", string_agg(heures::text, ',') as "iHeures"
        from (select i.id, i.personne_id, ${statutAuJour(sql`b.jour`)} as statut_f1, se.n, q.minutes, q.presentes, q.heures,
              q.sorte + 16 * coalesce(d.regime = 'sous-traitance-recue', false)::int4 + 32 * (q.heures is not null)::int4 as sorte
            from q join inscriptions.inscription i on i.organisme_id = (select app.organisme()) and i.id = q.inscription_id
              join se on se.id = i.session_id
              left join b on b.n = se.n
              left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
            order by i.id, q.sorte) i) i,
      (select string_agg(n::text, ',') as "fSession", string_agg(coalesce(k, -1)::text, ',') as "fRang", string_agg(seance::text, ',') as "fSeance",
          string_agg(personne::text, ',') as "fPersonne", string_agg(date::text, ',') as "fDate", string_agg((sorte + 32 * (heures is not null)::int4)::text, ',') as "fSorte",
          string_agg(animateurs::text, ',') as "fAnimateurs", string_agg(minutes::text, ',') as "fMinutes", string_agg(heures::text, ',') as "fHeures"
        from (select s.n, st.k, case when s.animateurs > 1 or st.k is null then s.id end as seance, case when st.k is null then f.personne end as personne,
              case when st.k is null then min(s.jour) end as date, s.sorte & 8 as sorte, s.animateurs,
              sum(case when s.coupe > 0 then least(f.minutes, s.minutes) else f.minutes end)::int4 as minutes, sum(f.heures) as heures
            from s join f on f.seance = s.id and f.reprise = s.reprise
              left join st on st.fiche = f.personne and s.jour between st.du and st.au
            group by 1, 2, 3, 4, 6, 7 order by 1, 2, 3, 4, 6, 7) x) x`,
    { sansTri: true },
  )
  if (!lu) throw new Error('Une somme rend toujours une ligne.')
  const brutes = lu.actions ?? []
  // Une session de l'exercice l'est des deux côtés : ce que nous assurons, et ce qu'assure un autre membre du groupement.
  const ici = new Set(brutes.filter((a) => a.gardee || a.seancesIci > 0).map((a) => a.rang))
  const actions = brutes.filter((a) => ici.has(a.rang))
  const parRang = new Map<number, ActionBrute>(actions.map((a) => [a.rang, a]))
  const seules = (lu.seules ?? []).flatMap(({ rang, seance, cotraitee }) => {
    const action = parRang.get(rang)
    return action ? [{ action, seance, cotraitee }] : []
  })
  return {
    actions,
    parts: lireParts(lu, parRang),
    interventions: lireInterventions(lu, parRang, statuts),
    seules,
  }
}

const lireParts = (lu: Brutes, parRang: ReadonlyMap<number, ActionBrute>): LignePart[] => {
  const [personnes, statuts] = [textes(lu.iPersonne), textes(lu.iStatut)]
  const [sessions, bits] = [entiers(lu.iSession), entiers(lu.iSorte)]
  const [minutes, presentes] = [entiers(lu.iMinutes), entiers(lu.iPresentes)]
  const heures = laSuivante(lu.iHeures)
  const parts: LignePart[] = []
  let i = -1
  for (const inscription of textes(lu.iId)) {
    i += 1
    const action = parRang.get(sessions[i] ?? -1)
    const b = bits[i] ?? 0
    const siennes = heures((b & porteDesHeures) !== 0)
    if (action)
      parts.push({
        inscription: inscription as Id<'Inscription'>,
        action,
        personne: (personnes[i] ?? '') as Id<'Tiers'>,
        statut: ouRien(statuts[i]),
        recue: (b & 16) !== 0,
        // Une inscription est de l’enseigne de sa session : la base l’y tient.
        activite: action.activite,
        sorte: sorte(b),
        minutes: minutes[i] ?? 0,
        heures: siennes,
        presentes: presentes[i] ?? 0,
      })
  }
  return parts
}

const lireInterventions = (
  lu: Brutes,
  parRang: ReadonlyMap<number, ActionBrute>,
  statuts: readonly StatutDeFiche[],
): LigneIntervention[] => {
  const [rangs, bits] = [entiers(lu.fRang), entiers(lu.fSorte)]
  const [animateurs, minutes] = [entiers(lu.fAnimateurs), entiers(lu.fMinutes)]
  const [seances, personnes] = [laSuivante(lu.fSeance), laSuivante(lu.fPersonne)]
  const [dates, heures] = [laSuivante(lu.fDate), laSuivante(lu.fHeures)]
  const interventions: LigneIntervention[] = []
  let i = -1
  for (const session of entiers(lu.fSession)) {
    i += 1
    const action = parRang.get(session)
    // Sans statut qui la couvre, le rang manque (-1) : la base dit alors la séance, la personne et le jour.
    const rang = rangs[i] ?? -1
    const statut = statuts[rang]
    const b = bits[i] ?? 0
    const seance = seances((animateurs[i] ?? 0) > 1 || rang < 0)
    const [personne, date] = [personnes(rang < 0), dates(rang < 0)]
    const siennes = heures((b & porteDesHeures) !== 0)
    if (action)
      interventions.push({
        action,
        seance: seance ?? '',
        personne: (statut?.racine ?? personne ?? '') as Id<'Tiers'>,
        statut: statut?.statut ?? null,
        date: (date ?? action.premiere) as DateCivile,
        cotraitee: (b & 8) !== 0,
        animateurs: animateurs[i] ?? 0,
        minutes: minutes[i] ?? 0,
        heures: siennes,
      })
  }
  return interventions
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
      sql<{ id: Id<'Tiers'> }>`with ${seancesDe(e, lots, [], [])}
        select distinct f.personne as id from s join f on f.seance = s.id and f.reprise = s.reprise`,
    )
  ).map((l) => l.id)
