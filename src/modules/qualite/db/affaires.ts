import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreAffaire, GenreSuite } from '../domain/affaires.ts'

export type Affaire = {
  readonly id: string
  readonly activite: ActiviteId
  readonly genre: GenreAffaire
  readonly auteur: string
  readonly objet: string
  readonly session: string | null
  readonly numero: string | null
  readonly inscription: string | null
  readonly recuLe: string
  readonly inscritLe: Date
  readonly par: string | null
  /** Le compte à qui ce signalement est confié, hors de la direction ; rien : il suit le droit de son genre, ou ni elle ni qui l’a signalé ne sont plus là. */
  readonly confieA: string | null
  /** Cette personne n’est plus de l’équipe : qui l’a signalé en choisit une autre. */
  readonly delaissee: boolean
  readonly suites: readonly Suite[]
}
export type Suite = {
  readonly id: string
  readonly genre: GenreSuite
  readonly le: string
  /** Rien : l’affaire est protégée, le texte est chiffré. */
  readonly texte: string | null
  readonly par: string | null
}

const lire = (
  ou: ReturnType<typeof sql>,
) => sql<Affaire>`with presents as materialized (select m.compte from porte.adhesions() m
    where not m.en_attente and (m.au is null or m.au >= (now() at time zone 'Europe/Paris')::date))
  select a.id, a.activite_id as activite, a.genre, a.auteur, a.objet, a.session_id as session, s.numero,
    a.inscription_id as inscription, a.recu_le::text as "recuLe", a.inscrit_le as "inscritLe", a.par,
    case when k.ici or a.par in (select compte from presents) then k.a end as "confieA", coalesce(not k.ici and a.par in (select compte from presents), false) as delaissee,
    coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'genre', x.genre, 'le', x.le::text, 'texte', x.texte, 'par', x.par) order by x.le, x.inscrit_le)
      from qualite.suite x where x.organisme_id = a.organisme_id and x.affaire_id = a.id), '[]') as suites
  from qualite.affaire a left join sessions.session s on s.organisme_id = a.organisme_id and s.id = a.session_id
    left join lateral (select t.a, t.a in (select compte from presents) as ici from (select coalesce((select x.confie_a from qualite.suite x
        where x.organisme_id = a.organisme_id and x.affaire_id = a.id and x.genre = 'confie' order by x.inscrit_le desc, x.id desc limit 1), a.confie_a) as a) t
      where t.a is not null) k on true
  where a.organisme_id = (select app.organisme()) and ${ou} order by a.recu_le desc, a.id desc limit 500`

/** Les affaires de ces genres, la plus récente d’abord. Sans récit : il se demande à part. */
export const listerAffaires = async (tx: TenantTx, genres: readonly GenreAffaire[]): Promise<Affaire[]> =>
  (await lire(sql`a.genre = any (${`{${genres.join(',')}}`}::text[])`).execute(tx)).rows

export const lireAffaire = async (tx: TenantTx, id: string): Promise<Affaire | undefined> =>
  (await lire(sql`a.id = ${id}`).execute(tx)).rows[0]

/** De chaque inscription, le jour où sa dernière demande d’adaptation fut reçue. */
export const adaptationsRecues = async (
  tx: TenantTx,
  inscriptions: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await sql<{
        inscription: string
        le: string
      }>`select inscription_id as inscription, max(recu_le)::text as le from qualite.affaire
      where organisme_id = (select app.organisme()) and genre = 'adaptation' and inscription_id = any (${`{${inscriptions.join(',')}}`}::uuid[])
      group by 1`.execute(tx)
    ).rows.map((r) => [r.inscription, r.le]),
  )

export type MesureGardee = {
  readonly id: string
  readonly le: string
  readonly affaire: string
  readonly activite: ActiviteId
  readonly texte: string | null
  readonly chiffre: Buffer | null
}

/** Les mesures décidées pour un stagiaire, comme la base les garde : ce que le formateur en reçoit, jamais le besoin. */
export const mesuresGardees = async (tx: TenantTx, inscription: string): Promise<readonly MesureGardee[]> =>
  (
    await sql<MesureGardee>`select x.id, x.le::text, a.id as affaire, a.activite_id as activite, x.texte, x.chiffre
      from qualite.suite x join qualite.affaire a on a.organisme_id = x.organisme_id and a.id = x.affaire_id
      where x.organisme_id = (select app.organisme()) and a.genre = 'adaptation' and a.inscription_id = ${inscription} and x.genre in ('accorder', 'mise-en-oeuvre')
      order by x.le, x.inscrit_le`.execute(tx)
  ).rows

export const lireRecit = async (tx: TenantTx, id: string): Promise<Buffer | undefined> =>
  (
    await sql<{
      recit: Buffer
    }>`select recit from qualite.affaire where organisme_id = (select app.organisme()) and id = ${id}`.execute(
      tx,
    )
  ).rows[0]?.recit

/** Les suites chiffrées d’une affaire protégée. */
export const lireSuitesChiffrees = async (
  tx: TenantTx,
  affaire: string,
): Promise<readonly { readonly id: string; readonly chiffre: Buffer | null }[]> =>
  (
    await sql<{
      id: string
      chiffre: Buffer | null
    }>`select id, chiffre from qualite.suite where organisme_id = (select app.organisme()) and affaire_id = ${affaire}`.execute(
      tx,
    )
  ).rows

export type ProtegeeEnClair = {
  readonly affaire: string
  readonly objet: string
  readonly recit: Buffer
  readonly suites: readonly { readonly id: string; readonly texte: string }[]
}
/** Ce qui fut gardé en clair avant que les mots d’une affaire protégée ne se chiffrent ; vide hors d’une tâche. */
export const protegeesEnClair = async (tx: TenantTx): Promise<readonly ProtegeeEnClair[]> =>
  (
    await sql<{
      affaire: string | null
      objet: string | null
      recit: Buffer | null
      suites: ProtegeeEnClair['suites'] | null
    }>`select affaire, objet, recit, suites from porte.protegees_en_clair()`.execute(tx)
  ).rows as ProtegeeEnClair[]

export const lireLectures = async (tx: TenantTx, id: string) =>
  (
    await sql<{
      accordee: boolean
      quoi: string
      le: Date
      par: string | null
    }>`select accordee, quoi, le, par from qualite.lecture
      where organisme_id = (select app.organisme()) and affaire_id = ${id} order by le desc, id desc limit 200`.execute(
      tx,
    )
  ).rows

export type BilanDesReclamations = {
  readonly ouvertes: number
  /** La plus ancienne de celles qui attendent. */
  readonly depuis: string | null
  readonly derniere: { readonly id: string; readonly objet: string; readonly closeLe: string } | null
}

/** Combien de réclamations sont ouvertes, et la dernière close. L’objet ne nomme personne ; le récit ne se lit pas d’ici. */
export const bilanDesReclamations = async (tx: TenantTx): Promise<BilanDesReclamations> => {
  const { rows } = await sql<BilanDesReclamations>`
    with a as (select f.id, f.objet, f.recu_le, (select max(x.le) from qualite.suite x
          where x.organisme_id = f.organisme_id and x.affaire_id = f.id and x.genre = 'cloture') as close_le
        from qualite.affaire f where f.organisme_id = (select app.organisme()) and f.genre = 'reclamation' order by f.recu_le desc, f.id limit 500)
    select (count(*) filter (where close_le is null))::int4 as ouvertes, (min(recu_le) filter (where close_le is null))::text as depuis,
      (select jsonb_build_object('id', b.id, 'objet', b.objet, 'closeLe', b.close_le) from a b where b.close_le is not null
        order by b.close_le desc, b.id limit 1) as derniere
    from a`.execute(tx)
  return rows[0] ?? { ouvertes: 0, depuis: null, derniere: null }
}
