import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { parHachage, type TenantTx } from '#platform/db/index.ts'
import { lireContenu, type QuestionPosee, reservees } from '../domain/contenu.ts'
import type { Genre } from '../domain/genres.ts'
import type { Compte } from '../domain/resultats.ts'

/** Ce que l’on regarde : un recueil, ou un genre sur une période, d’une offre ou de toutes. */
export type Filtre = {
  readonly campagne?: string | undefined
  readonly session?: string | undefined
  readonly genre?: Genre | undefined
  readonly offre?: string | undefined
  readonly du?: string | undefined
  readonly au?: string | undefined
}

/**
 * `c` : les recueils du filtre, leurs nombres, et ceux qui se montrent. Un recueil anonyme compte d’un bloc : clos et au-dessus du seuil,
 * ou pas du tout. Aucune somme n’en laisse donc deviner un autre par différence.
 */
const recueils = (f: Filtre, jour: string, seuil: number): RawBuilder<unknown> => sql`
  d as materialized (select x.campagne_id, count(*)::int4 as demandes, count(x.repondue_le)::int4 as repondues,
      (count(*) filter (where x.repondue_le is not null or e.demande_id is not null))::int4 as sollicites
    from questionnaires.demande x left join (select distinct v.demande_id from questionnaires.envoi v
        where v.organisme_id = (select app.organisme())) e on e.demande_id = x.id
    where x.organisme_id = (select app.organisme()) group by x.campagne_id),
  c as materialized (select k.id, k.version_id, k.jour, k.ouverte_le, d.repondues, d.sollicites, d.demandes,
      not k.anonyme or (d.repondues >= ${seuil}::int4 and (k.fermee_le is not null or k.ferme_le < ${jour}::date or d.repondues = d.demandes)) as montre
    from questionnaires.campagne k join d on d.campagne_id = k.id
    where k.organisme_id = (select app.organisme())
      and ${f.campagne ? sql`k.id = ${f.campagne}::uuid` : sql`true`}
      and ${f.session ? sql`k.session_id = ${f.session}::uuid` : sql`true`}
      and ${f.genre ? sql`k.genre = ${f.genre}` : sql`true`}
      and ${f.offre ? sql`k.offre_id = ${f.offre}::uuid` : sql`true`}
      and ${f.du ? sql`k.jour >= ${f.du}::date` : sql`true`}
      and ${f.au ? sql`k.jour <= ${f.au}::date` : sql`true`})`

export type Totaux = {
  readonly recueils: number
  readonly sollicites: number
  readonly reponses: number
  /** Recueils anonymes encore ouverts, ou sous le seuil : leurs réponses ne sont dans aucun compte. */
  readonly tus: number
}

export const compterRecueils = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
): Promise<Totaux> => {
  const rows = await parHachage(
    tx,
    sql<Totaux>`with ${recueils(f, jour, seuil)} select count(*)::int4 as recueils, coalesce(sum(sollicites), 0)::int4 as sollicites,
      coalesce(sum(repondues), 0)::int4 as reponses, (count(*) filter (where not montre and repondues > 0))::int4 as tus from c`,
  )
  return rows[0] ?? { recueils: 0, sollicites: 0, reponses: 0, tus: 0 }
}

/** Les comptes de chaque question, en une lecture. `parObjectif` : chacun le sien ; sinon, une question répétée compte pour une. */
export const compterReponses = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
  { parObjectif }: { readonly parObjectif: boolean },
): Promise<Compte[]> => {
  const question = parObjectif ? sql`v.question` : sql`split_part(v.question, '-', 1)`
  return parHachage(
    tx,
    sql<Compte>`with ${recueils(f, jour, seuil)}
    select ${question} as question, v.code, count(*)::int4 as nombre, (count(*) filter (where v.rang = 0))::int4 as personnes,
      sum(v.millemes)::float8 as somme, min(v.millemes)::float8 as mini, max(v.millemes)::float8 as maxi
    from questionnaires.valeur v join c on c.id = v.campagne_id and c.montre
    where v.organisme_id = (select app.organisme()) group by 1, 2`,
  )
}

type QuestionsReunies = {
  readonly questions: readonly QuestionPosee[]
  /** Celles qu’une version au moins réserve à la personne référente : la question réunie ne dit plus sous laquelle elle fut posée. */
  readonly reservees: ReadonlySet<string>
}

/** Les questions posées dans ces recueils, celles de la version la plus récente d’abord. */
export const questionsPosees = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
): Promise<QuestionsReunies> => {
  const contenus = f.campagne
    ? (
        await sql<{ contenu: unknown }>`select contenu from questionnaires.campagne
        where organisme_id = (select app.organisme()) and id = ${f.campagne}`.execute(tx)
      ).rows
    : (
        await sql<{ contenu: unknown }>`with ${recueils(f, jour, seuil)}
        select x.contenu from (select v.contenu, row_number() over (order by u.le desc) as rang
            from questionnaires.version v join (select version_id, max(ouverte_le) as le from c group by 1) u on u.version_id = v.id
            where v.organisme_id = (select app.organisme())) x
        -- Ce qu’une version réserve le reste, si ancienne soit-elle.
        where x.rang <= 50 or x.contenu::text ~* 'handicap' order by x.rang`.execute(tx)
      ).rows
  const vues = new Map<string, QuestionPosee>()
  const gardees = new Set<string>()
  for (const { contenu } of contenus) {
    const { questions } = lireContenu(contenu)
    for (const id of reservees(questions)) gardees.add(id)
    for (const q of questions) if (!vues.has(q.id)) vues.set(q.id, q)
  }
  return { questions: [...vues.values()], reservees: gardees }
}

export type Verbatim = { readonly question: string; readonly texte: string }

/** Les réponses libres, deux cents par lecture ; l’ordre d’un recueil anonyme ne dit rien de qui parle. */
export const lireVerbatims = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
): Promise<Verbatim[]> =>
  parHachage(
    tx,
    sql<Verbatim>`with ${recueils(f, jour, seuil)}
    select split_part(v.question, '-', 1) as question, v.texte from questionnaires.valeur v join c on c.id = v.campagne_id and c.montre
    where v.organisme_id = (select app.organisme()) and v.texte is not null order by md5(v.texte) limit 200`,
  )

export type Periode = {
  readonly du: DateCivile
  readonly recueils: number
  readonly sollicites: number
  readonly reponses: number
  readonly n: number
  readonly satisfaits: number
  readonly moyenne: number | null
}

/** La satisfaction, trimestre par trimestre ; seules comptent les questions et les notes données. */
export const tendance = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
  paires: readonly { readonly question: string; readonly codes: readonly string[] }[],
): Promise<Periode[]> => {
  const voulues = JSON.stringify(paires.flatMap((p) => p.codes.map((code) => ({ q: p.question, code }))))
  const ids = `{${paires.map((p) => p.question).join(',')}}`
  return parHachage(
    tx,
    sql<Periode>`with ${recueils(f, jour, seuil)},
    s as (select q, code from jsonb_to_recordset(${voulues}::jsonb) as t (q text, code text)),
    v as (select date_trunc('quarter', c.jour)::date as du, count(*)::int4 as n, count(s.code)::int4 as satisfaits, avg(x.millemes)::float8 as moyenne
      from questionnaires.valeur x join c on c.id = x.campagne_id and c.montre left join s on s.q = x.question and s.code = x.code
      where x.organisme_id = (select app.organisme()) and x.rang = 0 and x.question = any (${ids}::text[]) group by 1)
    select t.du::text, t.recueils, t.sollicites, t.reponses, coalesce(v.n, 0) as n, coalesce(v.satisfaits, 0) as satisfaits, v.moyenne
    from (select date_trunc('quarter', jour)::date as du, count(*)::int4 as recueils, sum(sollicites)::int4 as sollicites, sum(repondues)::int4 as reponses
      from c group by 1) t left join v on v.du = t.du order by t.du desc limit 20`,
  )
}

export type LigneExport = {
  readonly campagne: string
  readonly numero: string
  readonly intitule: string
  readonly jour: string
  readonly le: string | null
  readonly qui: string | null
  readonly reponse: string
  readonly question: string
  readonly code: string | null
  readonly millemes: number | null
  readonly texte: string | null
}

/** Tout ce qui se montre, une ligne par valeur ; `nommees` : avec le nom, quand le recueil le garde. */
export const exporter = async (
  tx: TenantTx,
  f: Filtre,
  jour: string,
  seuil: number,
  { nommees }: { readonly nommees: boolean },
): Promise<LigneExport[]> =>
  parHachage(
    tx,
    sql<LigneExport>`with ${recueils(f, jour, seuil)}
    select c.id as campagne, coalesce(s.numero, '') as numero, coalesce(s.intitule, '') as intitule, c.jour::text, r.le::text,
      ${nommees ? sql`coalesce(p.prenom || ' ' || p.nom, e.nom)` : sql`null::text`} as qui, r.id as reponse, v.question, v.code, v.millemes::float8 as millemes, v.texte
    from questionnaires.valeur v join c on c.id = v.campagne_id and c.montre
      join questionnaires.reponse r on r.organisme_id = v.organisme_id and r.id = v.reponse_id
      join questionnaires.campagne k on k.organisme_id = v.organisme_id and k.id = v.campagne_id
      left join sessions.session s on s.organisme_id = k.organisme_id and s.id = k.session_id
      left join questionnaires.demande d on d.organisme_id = r.organisme_id and d.id = r.demande_id
      left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
      left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
    where v.organisme_id = (select app.organisme()) order by c.jour, md5(r.id::text), v.question, v.rang limit 200000`,
  )
