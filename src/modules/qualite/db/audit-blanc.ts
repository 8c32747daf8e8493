import { sql } from 'kysely'
import { genresDAudit } from '#modules/documents/index.ts'
import { etatsEngages, jourTenu } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { parHachage, type TenantTx } from '#platform/db/index.ts'
import type { CadreAudit, Fiche } from '../domain/audit-blanc.ts'
import type { RegleTirage, SessionTirable, SessionTiree } from '../domain/tirage.ts'
import { population, type Regarde } from './population.ts'

export type Audit = CadreAudit & {
  readonly id: string
  readonly creeLe: Date
  readonly par: string | null
  readonly engagement: string | null
  readonly geleLe: Date | null
  readonly graine: string | null
  readonly ouvertLe: Date | null
  readonly echantillon: readonly SessionTiree[] | null
  readonly notifieLe: string | null
}

const lire = (
  ou: ReturnType<typeof sql>,
) => sql<Audit>`select a.id, a.genre, a.audit_le::text as "auditLe", a.depuis::text, a.categories, a.situation,
    a.nouveau, a.anciens::int4[] as anciens, a.minutes, a.par_categorie::int4 as "parCategorie", a.beneficiaires::int4 as beneficiaires, a.par_intervenant as "parIntervenant",
    a.cree_le as "creeLe", a.par, encode(g.engagement, 'hex') as engagement, g.gele_le as "geleLe", encode(o.graine, 'hex') as graine,
    o.ouvert_le as "ouvertLe", o.echantillon, c.notifie_le::text as "notifieLe"
  from qualite.audit a left join qualite.audit_gel g on g.organisme_id = a.organisme_id and g.audit_id = a.id
    left join qualite.audit_ouverture o on o.organisme_id = a.organisme_id and o.audit_id = a.id
    left join qualite.audit_cloture c on c.organisme_id = a.organisme_id and c.audit_id = a.id
  where a.organisme_id = (select app.organisme()) and ${ou} order by a.cree_le desc, a.id desc limit 200`

const enAudit = ({ parCategorie, ...a }: Audit & { parCategorie?: number | null }): Audit => ({
  ...a,
  ...(parCategorie === null || parCategorie === undefined ? {} : { parCategorie }),
})

/** Les audits blancs, le plus récent d’abord. */
export const listerAudits = async (tx: TenantTx): Promise<Audit[]> =>
  (await lire(sql`true`).execute(tx)).rows.map(enAudit)

export const lireAudit = async (tx: TenantTx, id: string): Promise<Audit | undefined> => {
  const [a] = (await lire(sql`a.id = ${id}`).execute(tx)).rows
  return a && enAudit(a)
}

const categorieDe = sql`case p.nature when 'formation' then 'AF' when 'bilan' then 'CBC' when 'vae' then 'VAE' else 'CFA' end`

/** Ce qui peut être tiré : les sessions commencées du cadre où quelqu’un est inscrit, et leurs traits. */
export const lirePopulation = (tx: TenantTx, r: Regarde): Promise<SessionTirable[]> =>
  parHachage(
    tx,
    sql<SessionTirable>`with ${population(r, [])},
      d as materialized (select x.session_id, count(*) as dossiers, bool_or(x.regime = 'sous-traitance-recue') as recue from inscriptions.dossier x
        where x.organisme_id = (select app.organisme()) and x.retracte_le is null group by 1),
      c as materialized (select distinct a.session_id from a where a.tenue and a.confiee_a_id is not null),
      q as materialized (select coalesce(a.session_id, i.session_id) as session_id, bool_or(a.genre = 'adaptation') as adaptation,
          bool_or(a.genre = 'reclamation') as reclamation
        from qualite.affaire a left join i on i.id = a.inscription_id where a.organisme_id = (select app.organisme()) group by 1),
      k as materialized (select i.session_id, bool_or(i.etat = 'abandon') as abandon,
          jsonb_agg(jsonb_build_object('id', i.id, 'abandon', i.etat = 'abandon') order by i.id) as inscrits from i group by 1)
    select p.id::text as id, ${categorieDe} as categorie, p.etablissement_id::text as site, p.activite_id::text as enseigne, k.inscrits,
      coalesce((select array_agg(distinct a.personne_id::text) from a where a.session_id = p.id and a.tenue and a.personne_id is not null), '{}') as intervenants,
      array_remove(array[case when p.certifiante then 'certifiante' end, case when p.modalite in ('distance', 'mixte') then 'distance' end,
        case when p.nature = 'apprentissage' then 'alternance' end, case when d.dossiers = 1 then 'intra' end, case when d.dossiers > 1 then 'inter' end,
        case when c.session_id is not null then 'confiee' end, case when d.recue then 'recue' end, case when q.adaptation then 'adaptation' end,
        case when k.abandon then 'abandon' end, case when q.reclamation then 'reclamation' end], null) as traits
    from p join k on k.session_id = p.id left join d on d.session_id = p.id left join c on c.session_id = p.id left join q on q.session_id = p.id
    order by p.id`,
  )

/** Ce que les audits d’avant ont tiré : leurs sites, leurs enseignes. */
export const dejaVus = async (
  tx: TenantTx,
): Promise<{ readonly sites: readonly string[]; readonly enseignes: readonly string[] }> => {
  const { rows } = await sql<{ sites: string[]; enseignes: string[] }>`
    select coalesce(array_agg(distinct s.etablissement_id::text) filter (where s.etablissement_id is not null), '{}') as sites,
      coalesce(array_agg(distinct s.activite_id::text) filter (where s.id is not null), '{}') as enseignes
    from qualite.audit_ouverture o cross join jsonb_array_elements(o.echantillon) e
      join sessions.session s on s.organisme_id = o.organisme_id and s.id = (e ->> 'id')::uuid
    where o.organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] ?? { sites: [], enseignes: [] }
}

/** Un audit interne est-il gelé sans être ouvert ? Personne ne sait encore qui il tire ; le second attend. */
export const interneGele = async (tx: TenantTx): Promise<boolean> =>
  (
    await sql`select from qualite.audit_gel g join qualite.audit a on a.organisme_id = g.organisme_id and a.id = g.audit_id and a.par_intervenant
      where g.organisme_id = (select app.organisme())
        and not exists (select from qualite.audit_ouverture o where o.organisme_id = g.organisme_id and o.audit_id = g.audit_id) limit 1`.execute(
      tx,
    )
  ).rows.length > 0

/** Qui anime une action de cette année civile, et qui y a déjà son action dans un audit interne gelé cette année-là et ouvert, par nom. */
export const auditesDeLAnnee = async (
  tx: TenantTx,
  annee: number,
): Promise<
  readonly {
    readonly personne: string
    readonly nom: string
    readonly sessions: number
    readonly audit: string | null
    readonly le: string | null
  }[]
> =>
  (
    await sql<{ personne: string; nom: string; sessions: number; audit: string | null; le: string | null }>`
      with t as (select (e ->> 'id')::uuid as session_id, o.audit_id, o.ouvert_le from qualite.audit_ouverture o
          join qualite.audit a on a.organisme_id = o.organisme_id and a.id = o.audit_id and a.par_intervenant
          join qualite.audit_gel g on g.organisme_id = o.organisme_id and g.audit_id = o.audit_id
          cross join jsonb_array_elements(o.echantillon) e
        where o.organisme_id = (select app.organisme()) and extract(year from g.gele_le at time zone 'Europe/Paris') = ${annee}::int4),
      -- Deux fiches réunies sont une personne : celle que l’on a gardée.
      x as (select distinct coalesce((select u.garde_id from tiers.fusion u where u.organisme_id = f.organisme_id and u.absorbe_id = f.personne_id
            and u.defaite_le is null), f.personne_id) as personne_id, s.id as session_id from sessions.session s join sessions.seance b on b.organisme_id = s.organisme_id and b.session_id = s.id
          join sessions.affectation f on f.organisme_id = b.organisme_id and f.seance_id = b.id
        where s.organisme_id = (select app.organisme()) and f.personne_id is not null and b.tenue
          and (s.etat in ${cesMots(etatsEngages)} and extract(year from b.jour) = ${annee}::int4
            or s.id in (select t.session_id from t)))
      select p.id as personne, p.prenom || ' ' || p.nom as nom, count(x.session_id)::int4 as sessions,
          (array_agg(t.audit_id order by t.ouvert_le) filter (where t.audit_id is not null))[1]::text as audit,
          (min(t.ouvert_le) at time zone 'Europe/Paris')::date::text as le
        from x join tiers.personne p on p.organisme_id = (select app.organisme()) and p.id = x.personne_id left join t on t.session_id = x.session_id
       group by p.id, p.prenom, p.nom, p.pli order by min(t.ouvert_le) nulls first, p.pli, p.id`.execute(tx)
  ).rows

/** La base tire la graine et n’en rend que l’empreinte ; rien si l’audit n’est pas d’ici. */
export const engagerGraine = async (tx: TenantTx, audit: string): Promise<Buffer | undefined> =>
  (await sql<{ e: Buffer | null }>`select porte.engager_graine(${audit}::uuid) as e`.execute(tx)).rows[0]
    ?.e ?? undefined

export const revelerGraine = async (tx: TenantTx, audit: string): Promise<Buffer | undefined> =>
  (await sql<{ g: Buffer | null }>`select porte.reveler_graine(${audit}::uuid) as g`.execute(tx)).rows[0]
    ?.g ?? undefined

/** Ce qui fut gelé : la règle et la population, telles que hachées. */
export type Gel = { readonly regle: RegleTirage; readonly sessions: readonly SessionTirable[] }

export const lireGel = async (
  tx: TenantTx,
  audit: string,
): Promise<(Gel & { readonly trous: ReadonlySet<string>; readonly empreinte: string }) | undefined> => {
  const { rows } = await sql<{ population: string; trous: string; empreinte: string }>`
    select population, trous, encode(empreinte, 'hex') as empreinte from qualite.audit_gel
    where organisme_id = (select app.organisme()) and audit_id = ${audit}`.execute(tx)
  const [g] = rows
  return (
    g && {
      ...(JSON.parse(g.population) as Gel),
      trous: new Set(g.trous === '' ? [] : g.trous.split('\n')),
      empreinte: g.empreinte,
    }
  )
}

export const lirePhoto = async (
  tx: TenantTx,
  audit: string,
): Promise<{ readonly contenu: unknown; readonly rang: number; readonly priseLe: Date } | undefined> =>
  (
    await sql<{
      contenu: unknown
      rang: number
      priseLe: Date
    }>`select contenu, rang, prise_le as "priseLe" from qualite.audit_photo
    where organisme_id = (select app.organisme()) and audit_id = ${audit} order by rang desc limit 1`.execute(
      tx,
    )
  ).rows[0]

export type FicheEcrite = Fiche & {
  readonly ecritLe: Date
  readonly par: string | null
  /** Vrai : écrite par un pair, d’une autre coopérative. */
  readonly dehors: boolean
}

export const lireFiches = async (tx: TenantTx, audit: string): Promise<FicheEcrite[]> =>
  (
    await sql<FicheEcrite>`select point, rang, conclusion, constat, risque, secondes, ecrit_le as "ecritLe", par, de_organisme_id <> organisme_id as dehors
    from qualite.audit_constat where organisme_id = (select app.organisme()) and audit_id = ${audit} order by point, rang`.execute(
      tx,
    )
  ).rows

export type ActionLiee = {
  readonly point: string
  readonly ligne: string
  readonly titre: string
  readonly closeLe: string | null
}

/** Les actions nées d’un audit, et celles qui sont closes. */
export const lireActions = async (tx: TenantTx, audit: string): Promise<ActionLiee[]> =>
  (
    await sql<ActionLiee>`select x.point, x.ligne_id as ligne, r.titre, nullif(r.contenu ->> 'closeLe', '') as "closeLe"
    from qualite.audit_action x join lateral (select r.titre, r.contenu from qualite.registre r where r.organisme_id = x.organisme_id and r.id = x.ligne_id
      order by r.rang desc limit 1) r on true
    where x.organisme_id = (select app.organisme()) and x.audit_id = ${audit} order by x.point`.execute(tx)
  ).rows

/** L’action est-elle née d’un écart d’audit ? */
export const neeDUnAudit = async (tx: TenantTx, ligne: string): Promise<boolean> =>
  (
    await sql`select 1 from qualite.audit_action where organisme_id = (select app.organisme()) and ligne_id = ${ligne} limit 1`.execute(
      tx,
    )
  ).rows.length > 0

export type Lecture = { readonly quoi: string; readonly le: Date; readonly mission: string }

/** Ce qui fut lu du dehors, le plus récent d’abord ; mille au plus. */
export const lireLecturesAudit = async (tx: TenantTx, audit: string): Promise<Lecture[]> =>
  (
    await sql<Lecture>`select quoi, le, mission_id as mission from qualite.audit_lecture
    where organisme_id = (select app.organisme()) and audit_id = ${audit} order by le desc, id limit 1000`.execute(
      tx,
    )
  ).rows

export type LiensDuTirage = {
  /** Ce dont un fait de l’échantillon peut parler : offres, intervenants, structures, lieux, dossiers, inscriptions, sessions. */
  readonly objets: ReadonlySet<string>
  /** Les enseignes des sessions tirées, et la commune. */
  readonly enseignes: ReadonlySet<string>
  readonly sessions: readonly {
    readonly id: string
    readonly numero: string
    readonly intitule: string
    readonly du: string
    readonly au: string
    readonly stagiaires: readonly { readonly id: string; readonly nom: string }[]
  }[]
}

const tableau = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`

/** Tout ce à quoi touche un tirage, et rien d’autre. */
export const lireLiensDuTirage = async (
  tx: TenantTx,
  tirees: readonly SessionTiree[],
): Promise<LiensDuTirage> => {
  const sessions = tirees.map((s) => s.id)
  const inscriptions = tirees.flatMap((s) => s.inscriptions)
  const { rows: objets } = await sql<{ id: string }>`
    select s.offre_id::text as id from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(sessions)})
    union select s.etablissement_id::text from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(sessions)})
    union select unnest(array[a.personne_id, a.confiee_a_id, t.entreprise_id])::text from sessions.seance e
      join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
      left join tiers.statut t on t.organisme_id = a.organisme_id and t.personne_id = a.personne_id and t.du <= e.jour and (t.au is null or t.au >= e.jour)
      where e.organisme_id = (select app.organisme()) and e.session_id = any (${tableau(sessions)})
    union select unnest(array[i.dossier_id, f.payeur_entreprise_id])::text from inscriptions.inscription i
      left join inscriptions.financement f on f.organisme_id = i.organisme_id and f.dossier_id = i.dossier_id
      where i.organisme_id = (select app.organisme()) and i.id = any (${tableau(inscriptions)})`.execute(tx)
  const { rows: enseignes } = await sql<{ id: string }>`
    (select e.id::text as id from organisme.activite e where e.organisme_id = (select app.organisme()) order by e.commune desc, e.id limit 1)
    union select s.activite_id::text from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(sessions)})`.execute(
    tx,
  )
  const { rows } = await sql<LiensDuTirage['sessions'][number]>`
    select s.id, s.numero, s.intitule, ${jourTenu('s', 'debut')}::text as du, ${jourTenu('s', 'fin')}::text as au,
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'nom', t.prenom || ' ' || t.nom) order by t.nom, t.prenom, i.id)
        from inscriptions.inscription i join tiers.personne t on t.organisme_id = i.organisme_id and t.id = i.personne_id
        where i.organisme_id = s.organisme_id and i.session_id = s.id and i.id = any (${tableau(inscriptions)})), '[]') as stagiaires
    from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(sessions)})
    order by s.premier_jour, s.numero`.execute(tx)
  return {
    objets: new Set([...objets.flatMap((o) => o.id ?? []), ...sessions, ...inscriptions]),
    enseignes: new Set(enseignes.map((e) => e.id)),
    sessions: rows,
  }
}

export type PieceMontree = {
  readonly id: string
  readonly libelle: string
  readonly genre: string
  /** La session, l’inscription, le dossier ou la ligne de registre dont elle parle. */
  readonly objet: string
  /** La session dont elle nomme toute la salle : la feuille d’émargement, le procès-verbal d’une épreuve. */
  readonly salle: string | null
  readonly le: string
  readonly fichier: string
}

/** Parmi les sessions tirées, celles dont chaque inscription est de l’échantillon : une pièce qui nomme la salle n’y nomme personne d’autre. */
export const sessionsEntieres = async (
  tx: TenantTx,
  tirees: readonly SessionTiree[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string }>`select s.id::text as id from sessions.session s
    where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(tirees.map((s) => s.id))})
      and not exists (select from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id
        and i.id <> all (${tableau(tirees.flatMap((s) => s.inscriptions))}))`.execute(tx)
  return new Set(rows.map((r) => r.id))
}

/** Les pièces émises de ces objets (l’exemplaire signé s’il y en a un), et les fichiers joints à ces lignes de registre. */
export const lirePiecesMontrees = async (
  tx: TenantTx,
  objets: readonly string[],
): Promise<PieceMontree[]> => {
  const { rows } = await sql<PieceMontree>`
    select z.id, z.libelle, z.genre, z.objet_id::text as objet,
      case when z.genre = 'feuille-emargement' then z.objet_id::text end as salle, (z.emise_le at time zone 'Europe/Paris')::date::text as le,
      coalesce((select e.fichier from documents.exemplaire e where e.organisme_id = z.organisme_id and e.piece_id = z.id order by e.signatures desc limit 1), z.fichier) as fichier
    from documents.piece z where z.organisme_id = (select app.organisme()) and z.objet_id = any (${tableau(objets)}) and z.genre = any (${`{${genresDAudit.join(',')}}`}::text[])
      and not exists (select from documents.piece y where y.organisme_id = z.organisme_id and y.remplace_id = z.id)
    union all
    select j.id, r.titre || ' (' || j.nom || ')', 'jointe', r.id::text,
      case when r.genre = 'examen' then r.session_id::text end, (j.jointe_le at time zone 'Europe/Paris')::date::text, j.fichier
    from qualite.jointe j join lateral (select x.* from qualite.registre x where x.organisme_id = j.organisme_id and x.id = j.ligne_id order by x.rang desc limit 1) r on true
    where j.organisme_id = (select app.organisme()) and not r.retire
      and not exists (select from qualite.jointe_retrait y where y.organisme_id = j.organisme_id and y.jointe_id = j.id)
      and r.id = any (${tableau(objets)})
    order by 6, 1 limit 3000`.execute(tx)
  return rows
}

export type SessionAChoisir = {
  readonly id: string
  readonly numero: string
  readonly intitule: string
  readonly du: string
  readonly au: string
  readonly lieu: string
  readonly intervenants: string
  readonly stagiaires: readonly { readonly id: string; readonly nom: string }[]
}

/** Ces sessions, telles qu’un auditeur les choisit : l’action, le site, qui anime, qui s’y est formé. La plus récente d’abord. */
export const lireSessionsAChoisir = async (
  tx: TenantTx,
  sessions: readonly string[],
): Promise<SessionAChoisir[]> => {
  const { rows } = await sql<SessionAChoisir>`
    select s.id, s.numero, s.intitule, s.premier_jour::text as du, s.dernier_jour::text as au, coalesce(e.nom, s.lieu, '') as lieu,
      coalesce((select string_agg(distinct t.prenom || ' ' || t.nom, ', ') from sessions.seance z
        join sessions.affectation a on a.organisme_id = z.organisme_id and a.seance_id = z.id
        join tiers.personne t on t.organisme_id = a.organisme_id and t.id = a.personne_id
        where z.organisme_id = s.organisme_id and z.session_id = s.id), '') as intervenants,
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'nom', t.prenom || ' ' || t.nom) order by t.nom, t.prenom, i.id)
        from inscriptions.inscription i join tiers.personne t on t.organisme_id = i.organisme_id and t.id = i.personne_id
        where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat in ('inscrit', 'abandon', 'exclu', 'force-majeure')), '[]') as stagiaires
    from sessions.session s left join organisme.etablissement e on e.organisme_id = s.organisme_id and e.id = s.etablissement_id
    where s.organisme_id = (select app.organisme()) and s.id = any (${tableau(sessions)})
    order by s.premier_jour desc, s.numero desc`.execute(tx)
  return rows
}
