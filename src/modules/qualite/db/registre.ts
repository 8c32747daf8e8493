import { type RawBuilder, sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contenu } from '../domain/registres.ts'

export type Ligne = {
  readonly id: string
  readonly rang: number
  readonly activite: ActiviteId
  readonly genre: string
  readonly titre: string
  readonly le: string
  readonly expireLe: string | null
  readonly personne: string | null
  readonly offre: string | null
  readonly session: string | null
  readonly etablissement: string | null
  readonly entreprise: string | null
  /** La personne de l’équipe qui en répond, ou qu’elle concerne : un compte. */
  readonly responsable: string | null
  /** L’affaire dont elle vient. */
  readonly origine: string | null
  readonly contenu: Contenu
  readonly retire: boolean
  readonly inscritLe: Date
  readonly par: string | null
  /** Ce que son offre demande d’y lire, un à un ; rien pour les autres registres. */
  readonly aRetrouver?: readonly string[] | null
  /** Le nom de ce à quoi elle se rattache. */
  readonly rattachee: string
}

/** Ce que l’offre d’une ligne demande d’y lire : ce que dit sa fiche en ligne, à défaut ce qu’elle dit elle-même. */
export const aRetrouver = (r: RawBuilder<unknown>) => {
  const cle = sql`case ${r}.genre when 'deroule' then 'objectifs' when 'matrice-competences' then 'certBlocs' end`
  return sql`(select y.dits from catalogue.offre f left join catalogue.fiche c on c.organisme_id = f.organisme_id and c.offre_id = f.id and c.retiree_le is null
      cross join lateral (select coalesce(c.contenu -> (${cle}), f.rubriques -> (${cle})) as dits) y
    where ${r}.genre in ('deroule', 'matrice-competences') and f.organisme_id = ${r}.organisme_id and f.id = ${r}.offre_id
      and jsonb_typeof(y.dits) = 'array' order by c.numero desc limit 1)`
}

const colonnes = sql`r.id, r.rang, r.activite_id as activite, r.genre, r.titre, r.le::text, r.expire_le::text as "expireLe", r.personne_id as personne,
  r.offre_id as offre, r.session_id as session, r.etablissement_id as etablissement, r.entreprise_id as entreprise, r.responsable_id as responsable, r.origine_id as origine, r.contenu, r.retire,
  r.inscrit_le as "inscritLe", r.par, ${aRetrouver(sql`r`)} as "aRetrouver",
  concat_ws(', ', (select t.prenom || ' ' || t.nom from tiers.personne t where t.organisme_id = r.organisme_id and t.id = r.personne_id),
    (select f.intitule from catalogue.offre f where f.organisme_id = r.organisme_id and f.id = r.offre_id),
    (select s.numero from sessions.session s where s.organisme_id = r.organisme_id and s.id = r.session_id),
    (select e.nom from organisme.etablissement e where e.organisme_id = r.organisme_id and e.id = r.etablissement_id),
    (select e.nom from tiers.entreprise e where e.organisme_id = r.organisme_id and e.id = r.entreprise_id)) as rattachee`

/** Les lignes en vigueur d’un registre, la plus récente d’abord ; mille au plus. */
export const listerLignes = async (tx: TenantTx, genre: string): Promise<Ligne[]> => {
  const { rows } =
    await sql<Ligne>`select ${colonnes} from (select distinct on (x.id) x.* from qualite.registre x
      where x.organisme_id = (select app.organisme()) and x.genre = ${genre} order by x.id, x.rang desc) r
    where not r.retire order by r.le desc, r.id desc limit 1000`.execute(tx)
  return rows
}

/** Les révisions d’une ligne, la dernière d’abord. Vide : elle n’existe pas ici. */
export const lireLigne = async (tx: TenantTx, genre: string, id: string): Promise<Ligne[]> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from qualite.registre r
    where r.organisme_id = (select app.organisme()) and r.genre = ${genre} and r.id = ${id} order by r.rang desc`.execute(
    tx,
  )
  return rows
}

/** Ces lignes, telles que leur dernière révision les dit. */
export const lireLignes = async (tx: TenantTx, ids: readonly string[]): Promise<Ligne[]> => {
  if (ids.length === 0) return []
  const { rows } =
    await sql<Ligne>`select ${colonnes} from (select distinct on (x.id) x.* from qualite.registre x
      where x.organisme_id = (select app.organisme()) and x.id = any (${`{${ids.join(',')}}`}::uuid[]) order by x.id, x.rang desc) r`.execute(
      tx,
    )
  return rows
}

/** Les actions d’amélioration qui viennent de ce risque, ou de cette affaire. */
export const lireActionsNeesDe = async (tx: TenantTx, origine: string): Promise<Ligne[]> => {
  const { rows } =
    await sql<Ligne>`select ${colonnes} from (select distinct on (x.id) x.* from qualite.registre x
      where x.organisme_id = (select app.organisme()) and x.genre = 'action' order by x.id, x.rang desc) r
    where not r.retire and r.origine_id = ${origine}::uuid order by r.le desc, r.id desc limit 50`.execute(tx)
  return rows
}

export const compterLignes = async (
  tx: TenantTx,
): Promise<ReadonlyMap<string, { nombre: number; le: string }>> => {
  const { rows } = await sql<{
    genre: string
    nombre: number
    le: string
  }>`select genre, count(*)::int4 as nombre, max(le)::text as le
    from (select distinct on (id) * from qualite.registre where organisme_id = (select app.organisme()) order by id, rang desc) r
    where not retire group by genre`.execute(tx)
  return new Map(rows.map((r) => [r.genre, r]))
}

export type LigneVoulue = Omit<Ligne, 'inscritLe' | 'par' | 'rattachee'>

export type Choix = { readonly id: string; readonly nom: string }

/** Ce à quoi une ligne peut se rattacher, par genre de lien. */
export const offrirLiens = async (
  tx: TenantTx,
  liens: readonly string[],
): Promise<Readonly<Record<string, readonly Choix[]>>> => {
  const lectures: Readonly<Record<string, ReturnType<typeof sql<Choix>>>> = {
    intervenant: sql<Choix>`select t.id, t.prenom || ' ' || t.nom as nom from tiers.intervenant i join tiers.personne t
      on t.organisme_id = i.organisme_id and t.id = i.personne_id where i.organisme_id = (select app.organisme()) order by t.nom, t.prenom limit 500`,
    offre: sql<Choix>`select id, intitule as nom from catalogue.offre where organisme_id = (select app.organisme()) and etat = 'adoptee' order by pli, id limit 500`,
    lieu: sql<Choix>`select id, nom from organisme.etablissement where organisme_id = (select app.organisme()) and ferme_le is null order by nom, id limit 500`,
    entreprise: sql<Choix>`select e.id, e.nom from tiers.entreprise e where e.organisme_id = (select app.organisme())
      and (e.est_of or e.financeur_genre is not null
        or exists (select from tiers.statut t where t.organisme_id = e.organisme_id and t.entreprise_id = e.id)
        or exists (select from sessions.affectation a where a.organisme_id = e.organisme_id and a.confiee_a_id = e.id))
      order by e.pli, e.id limit 500`,
  }
  const rendu: Record<string, readonly Choix[]> = {}
  for (const lien of liens) {
    const lecture = lectures[lien]
    if (lecture) rendu[lien] = (await lecture.execute(tx)).rows
  }
  return rendu
}

export const sessionDeNumero = async (tx: TenantTx, numero: string): Promise<string | undefined> =>
  (
    await sql<{
      id: string
    }>`select id from sessions.session where organisme_id = (select app.organisme()) and numero = ${numero}`.execute(
      tx,
    )
  ).rows[0]?.id

/** Un trou de ces contrôles né depuis ce jour, dans les faits que l’on vient de relire. */
export const numeroDeSession = async (tx: TenantTx, id: string): Promise<string | undefined> =>
  (
    await sql<{
      numero: string
    }>`select numero from sessions.session where organisme_id = (select app.organisme()) and id = ${id}`.execute(
      tx,
    )
  ).rows[0]?.numero

export type LigneQuiFinit = Pick<Ligne, 'id' | 'genre' | 'titre' | 'rattachee'> & { readonly finit: string }

/**
 * Ce qui cesse de valoir entre ces deux jours, le plus proche d’abord : un terme écrit, ou l’âge d’un curriculum vitæ (`moisDuCv`) qu’aucun
 * autre de la même personne n’a remplacé. Une action déjà close n’a plus d’échéance.
 */
export const lignesQuiFinissent = async (
  tx: TenantTx,
  genres: readonly string[],
  { du, au, moisDuCv }: { readonly du: string; readonly au: string; readonly moisDuCv: number },
): Promise<LigneQuiFinit[]> => {
  const finit = sql`coalesce(r.expire_le, case when r.genre = 'cv' then (r.le + make_interval(months => ${moisDuCv}::int4))::date end)`
  const { rows } = await sql<LigneQuiFinit>`select r.id, r.genre, r.titre, (${finit})::text as finit,
      coalesce((select t.prenom || ' ' || t.nom from tiers.personne t where t.organisme_id = r.organisme_id and t.id = r.personne_id),
        (select e.nom from tiers.entreprise e where e.organisme_id = r.organisme_id and e.id = r.entreprise_id), '') as rattachee
    from (select distinct on (x.id) x.* from qualite.registre x where x.organisme_id = (select app.organisme())
        and x.genre = any (${`{${genres.join(',')}}`}::text[]) order by x.id, x.rang desc) r
    where not r.retire and ${finit} between ${du}::date and ${au}::date and coalesce(r.contenu ->> 'closeLe', '') = ''
      and not (r.genre = 'cv' and exists (select from qualite.registre y where y.organisme_id = r.organisme_id and y.genre = 'cv'
        and y.personne_id = r.personne_id and y.le > r.le and not y.retire))
    order by ${finit}, r.id limit 8`.execute(tx)
  return rows
}
