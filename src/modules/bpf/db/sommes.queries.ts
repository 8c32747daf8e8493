/**
 * Ce que la base additionne d'un exercice : minutes et heures par inscription, par session, par intervention. Aucune règle
 * n'est décidée ici ; `domain/faits.ts` lit ces sommes comme celles d'un fichier.
 */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
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

/**
 * Une somme lit tout un exercice. Le planificateur, qui ne connaît pas l'organisme d'avance, croit en trouver peu de lignes et
 * boucle : cent mille signatures contre dix mille séances feraient un milliard de comparaisons. Le temps des sommes, il hache.
 */
export const sansBoucle = async <T>(tx: TenantTx, work: () => Promise<T>): Promise<T> => {
  await sql`set local enable_nestloop = off`.execute(tx)
  const rendu = await work()
  await sql`set local enable_nestloop = on`.execute(tx)
  return rendu
}

const liste = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`

/** Une session dont le bilan parle : tenue, et, si elle est reprise, d'une reprise retenue. */
const retenue = (lots: readonly string[]) =>
  sql`s.etat not in ('brouillon', 'annulee') and (s.reprise_id is null or s.reprise_id = any (${liste(lots)}))`

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

/**
 * Chaque session dont une demi-journée tombe dans l'exercice, celles des reprises retenues, et celles que nomment les lignes
 * de facture (`nommees`) : le prorata de leurs produits demande leurs heures, même toutes d'un autre exercice.
 */
export const lireActions = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
  nommees: readonly string[],
): Promise<LigneAction[]> =>
  (
    await sql<LigneAction>`with x as (
        select x.session_id, r.cotraitant is not null or x.cotraitant_id is not null as cotraitee, min(x.jour)::text as premiere, max(x.jour)::text as derniere,
          (count(*) filter (where x.jour between ${e.debut}::date and ${e.fin}::date))::int4 as "seancesIci",
          coalesce(sum(x.fin_minutes - x.debut_minutes) filter (where not x.reprise and x.jour between ${e.debut}::date and ${e.fin}::date), 0)::int4 as "minutesIci",
          coalesce(sum(x.fin_minutes - x.debut_minutes) filter (where not x.reprise), 0)::int4 as minutes,
          coalesce(sum(r.heures) filter (where x.jour between ${e.debut}::date and ${e.fin}::date), 0)::text as "heuresIci",
          coalesce(sum(r.heures), 0)::text as heures
        from sessions.seance x left join bpf.seance_reprise r on r.organisme_id = x.organisme_id and r.seance_id = x.id
        where x.tenue group by x.session_id, (r.cotraitant is not null or x.cotraitant_id is not null))
      select s.id as session, s.numero, s.intitule, s.reprise_id as reprise,
        case when s.reprise_id is null then s.modalite else o.modalite end as modalite,
        coalesce(v.objectif_f3, o.objectif_f3) as f3, coalesce(v.niveau_f3, o.niveau_f3) as niveau,
        coalesce(v.nsf, substring(o.codes_nsf[1] from '^[0-9]{3}')) as nsf,
        x.cotraitee, x.premiere, x.derniere, x."seancesIci", x."minutesIci", x.minutes, x."heuresIci", x.heures
      from sessions.session s join x on x.session_id = s.id
        left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
        left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
      where ${retenue(lots)} and (s.reprise_id is not null or s.id = any (${liste(nommees)}) or exists (select from sessions.seance y
        where y.organisme_id = s.organisme_id and y.session_id = s.id and y.tenue
          and y.jour between ${e.debut}::date and ${e.fin}::date))
      order by s.numero, x.cotraitee`.execute(tx)
  ).rows

/** Une période d'un intervenant, sous chacune des fiches qui le nomment. */
export type StatutDeFiche = {
  readonly fiche: string
  readonly racine: string
  readonly statut: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Les séances de l'exercice (`s`, puis `e` avec leurs traits) ; `st` donne les statuts, `f` les interventions. */
const seancesDe = (e: Exercice, lots: readonly string[], statuts: readonly StatutDeFiche[]) => sql`
  st as materialized (select t.fiche, t.racine, t.statut, t.du, coalesce(t.au, '9999-12-31'::date) as au
    from jsonb_to_recordset(${JSON.stringify(statuts)}::jsonb) as t(fiche uuid, racine uuid, statut text, du date, au date)),
  s as materialized (select x.organisme_id, x.id, x.session_id, x.jour, x.fin_minutes - x.debut_minutes as minutes, x.reprise,
      r.confiee_a is not null as confiee_reprise, coalesce(r.moment = 'asynchrone', false) as asynchrone,
      r.cotraitant is not null or x.cotraitant_id is not null as cotraitee
    from sessions.session s join sessions.seance x on x.organisme_id = s.organisme_id and x.session_id = s.id
      left join bpf.seance_reprise r on r.organisme_id = x.organisme_id and r.seance_id = x.id
    where ${retenue(lots)} and x.tenue and x.jour between ${e.debut}::date and ${e.fin}::date),
  f as materialized (
    select s.id as seance, a.personne_id as personne, a.minutes, null::numeric as heures, a.confiee_a_id is not null as confiee
      from s join sessions.affectation a on a.organisme_id = s.organisme_id and a.seance_id = s.id where not s.reprise
    union all
    select s.id, a.personne_id, 0, a.heures, false
      from s join bpf.intervention_reprise a on a.organisme_id = s.organisme_id and a.seance_id = s.id where s.reprise),
  n as materialized (select f.seance, count(*)::int4 as animateurs, bool_and(f.confiee) as confiee,
      coalesce(bool_or(st.statut = 'honoraires'), false) as honoraires
    from f join s on s.id = f.seance left join st on st.fiche = f.personne and s.jour between st.du and st.au group by f.seance)`

export type LignePart = {
  readonly inscription: Id<'Inscription'>
  readonly session: Id<'Session'>
  readonly personne: Id<'Tiers'>
  readonly statut: string | null
  readonly recue: boolean
  readonly activite: string
  readonly confiee: boolean
  readonly honoraires: boolean
  readonly asynchrone: boolean
  readonly cotraitee: boolean
  readonly minutes: number
  readonly heures: string | null
  /** Combien de séances suivies. */
  readonly presentes: number
}

/**
 * Ce que chacun a suivi. La case vaut ce que dit sa dernière rectification ; à défaut sa signature (`emargement`, invariant
 * 2). Minutes perdues ôtées. Une présence reprise est celle que le fichier disait.
 */
const presences = sql`
  r as materialized (select distinct on (x.inscription_id, x.seance_id) x.inscription_id, x.seance_id, x.etat,
      x.retard_min + x.depart_min as perdues
    from emargement.rectification x where x.etat is not null order by x.inscription_id, x.seance_id, x.rang desc),
  p as (
    select g.inscription_id, g.seance_id, g.retard_min as perdues, null::numeric as heures from emargement.signature g
      where not exists (select from r where r.inscription_id = g.inscription_id and r.seance_id = g.seance_id)
    union all
    select r.inscription_id, r.seance_id, r.perdues, null from r where r.etat = 'presente'
    union all
    select v.inscription_id, v.seance_id, 0, v.heures from bpf.presence_reprise v)`

export const lireParts = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
  statuts: readonly StatutDeFiche[],
): Promise<LignePart[]> =>
  (
    await sql<LignePart>`with ${seancesDe(e, lots, statuts)}, ${presences},
      q as (select p.inscription_id, case when s.reprise then s.confiee_reprise else coalesce(n.confiee, false) end as confiee,
          coalesce(n.honoraires, false) as honoraires, s.asynchrone, s.cotraitee,
          coalesce(sum(greatest(s.minutes - p.perdues, 0)) filter (where not s.reprise), 0)::int4 as minutes,
          sum(p.heures)::text as heures, count(*)::int4 as presentes
        from p join s on s.id = p.seance_id left join n on n.seance = s.id
        group by 1, 2, 3, 4, 5)
      select i.id as inscription, i.session_id as session, i.personne_id as personne, i.statut_f1 as statut,
        coalesce(d.regime = 'sous-traitance-recue', false) as recue, i.activite_id as activite,
        q.confiee, q.honoraires, q.asynchrone, q.cotraitee, q.minutes, q.heures, q.presentes
      from q join inscriptions.inscription i on i.organisme_id = (select app.organisme()) and i.id = q.inscription_id
        left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
      order by i.id`.execute(tx)
  ).rows

export type LigneIntervention = {
  readonly session: Id<'Session'>
  /** Vide : plusieurs séances animées seul, sous un même statut. */
  readonly seance: string
  readonly personne: Id<'Tiers'>
  readonly statut: string | null
  readonly date: DateCivile
  readonly cotraitee: boolean
  readonly animateurs: number
  readonly minutes: number
  readonly heures: string | null
}

export const lireInterventions = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
  statuts: readonly StatutDeFiche[],
): Promise<LigneIntervention[]> =>
  (
    await sql<LigneIntervention>`with ${seancesDe(e, lots, statuts)}
      select s.session_id as session, case when n.animateurs > 1 or st.statut is null then s.id::text else '' end as seance,
        coalesce(st.racine, f.personne) as personne, st.statut, min(s.jour)::text as date, s.cotraitee, n.animateurs,
        sum(f.minutes)::int4 as minutes, sum(f.heures)::text as heures
      from f join s on s.id = f.seance join n on n.seance = f.seance
        left join st on st.fiche = f.personne and s.jour between st.du and st.au
      group by 1, 2, 3, 4, 6, 7 order by 1, 2, 3, 4`.execute(tx)
  ).rows

/** Qui anime une séance de l'exercice : les fiches, telles que les affectations les nomment. */
export const fichesQuiAniment = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
): Promise<Id<'Tiers'>[]> =>
  (
    await sql<{
      id: Id<'Tiers'>
    }>`with ${seancesDe(e, lots, [])} select distinct personne as id from f`.execute(tx)
  ).rows.map((l) => l.id)

/** Les séances que personne n'anime, hors parcours asynchrone. */
export const seancesSansIntervenant = async (
  tx: TenantTx,
  e: Exercice,
  lots: readonly string[],
): Promise<{ session: Id<'Session'>; seance: Id<'Seance'>; cotraitee: boolean }[]> =>
  (
    await sql<{
      session: Id<'Session'>
      seance: Id<'Seance'>
      cotraitee: boolean
    }>`with ${seancesDe(e, lots, [])}
      select s.session_id as session, s.id as seance, s.cotraitee from s left join n on n.seance = s.id
      where n.seance is null and not s.asynchrone order by s.jour, s.id`.execute(tx)
  ).rows

export type LigneProduit = {
  readonly id: string
  readonly libelle: string
  readonly financeur: string | null
  /** Euros, décimal exact. */
  readonly montant: string
  readonly session: Id<'Session'> | null
  readonly date: DateCivile | null
  readonly ecriture: string | null
  readonly activite: string
}

export const produitsRepris = async (tx: TenantTx, lots: readonly string[]): Promise<LigneProduit[]> =>
  lots.length === 0
    ? []
    : (
        await sql<LigneProduit>`select id::text as id, ref as libelle, financeur, montant::text as montant, session_id as session,
            acquis_le::text as date, ecriture::text as ecriture, activite_id as activite
          from bpf.produit_repris where reprise_id = any (${liste(lots)}) order by reprise_id, rang`.execute(
          tx,
        )
      ).rows

/** Les financements des dossiers dont quelqu'un a tenu sa place, sur les sessions de l'exercice. */
export const produitsDesConventions = async (
  tx: TenantTx,
  sessions: readonly string[],
): Promise<(LigneProduit & { readonly dossier: Id<'Dossier'> })[]> =>
  (
    await sql<LigneProduit & { readonly dossier: Id<'Dossier'> }>`select f.id::text as id,
        coalesce(y.nom, z.prenom || ' ' || z.nom, '') as libelle, replace(f.dispositif, '-', '_') as financeur,
        (f.montant_ht_centimes / 100.0)::numeric(20, 2)::text as montant, d.session_id as session, null::text as date,
        null::text as ecriture, d.activite_id as activite, d.id as dossier
      from inscriptions.dossier d join inscriptions.financement f on f.organisme_id = d.organisme_id and f.dossier_id = d.id
        left join tiers.entreprise y on y.organisme_id = f.organisme_id and y.id = f.payeur_entreprise_id
        left join tiers.personne z on z.organisme_id = f.organisme_id and z.id = f.payeur_personne_id
      where d.session_id = any (${liste(sessions)}) and d.retracte_le is null and exists (select from inscriptions.inscription i
        where i.organisme_id = d.organisme_id and i.dossier_id = d.id
          and (i.etat in ('inscrit', 'abandon', 'exclu', 'force-majeure', 'absent-total')
            or exists (select from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id)))
      order by d.id, f.rang`.execute(tx)
  ).rows

export type LigneCharge = {
  readonly id: string
  readonly compte: string
  readonly montant: string
  readonly formateur: boolean
  readonly prestation: boolean
  readonly activite: string
  readonly libelle: string
}

export const chargesReprises = async (tx: TenantTx, lots: readonly string[]): Promise<LigneCharge[]> =>
  lots.length === 0
    ? []
    : (
        await sql<LigneCharge>`select id::text as id, compte, montant::text as montant, formateur, prestation,
            activite_id as activite, libelle
          from bpf.charge_reprise where reprise_id = any (${liste(lots)}) order by reprise_id, rang`.execute(
          tx,
        )
      ).rows
