import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { Presence } from '../domain/ateliers.ts'

export type AtelierId = Id<'Atelier'>
export type Atelier = {
  readonly id: AtelierId
  readonly titre: string
  readonly le: DateCivile
  readonly minutes: number
  readonly animateur: string
  readonly apport: string
  readonly annuleLe: Date | null
  readonly attendus: number
  readonly presents: number
}
const colonnes = sql`a.id, a.titre, a.le::text as le, a.minutes, a.animateur, a.apport, a.annule_le as "annuleLe",
  (select count(*)::int4 from qualite.presence_atelier p where p.organisme_id = a.organisme_id and p.atelier_id = a.id) as attendus,
  (select count(*)::int4 from qualite.presence_atelier p where p.organisme_id = a.organisme_id and p.atelier_id = a.id and p.presence = 'present') as presents
  from qualite.atelier a`

/** Les ateliers, du plus récent au plus ancien ; une ligne de plus que la taille dit s’il en reste. */
export const listerAteliers = async (
  tx: TenantTx,
  { q, annee }: { readonly q: string; readonly annee: string },
  { sens, cle }: PageRequest,
  taille: number,
): Promise<Atelier[]> => {
  const avant = sens === 'avant'
  const [le, id] = cle ?? []
  const borne =
    le === undefined
      ? sql`true`
      : sql`(a.le, a.id) ${avant ? sql`>` : sql`<`} (${String(le)}::date, ${String(id)}::uuid)`
  return (
    await sql<Atelier>`select ${colonnes} where (${annee} = '' or extract(year from a.le)::text = ${annee}) and strpos(lower(a.titre), lower(${q})) > 0 and ${borne}
      order by a.le ${avant ? sql`asc` : sql`desc`}, a.id ${avant ? sql`asc` : sql`desc`} limit ${taille + 1}`.execute(
      tx,
    )
  ).rows
}

/** Les années où un atelier se tient, la plus récente d’abord. */
export const anneesDAteliers = async (tx: TenantTx): Promise<number[]> =>
  (
    await sql<{
      annee: number
    }>`select distinct extract(year from le)::int4 as annee from qualite.atelier order by 1 desc`.execute(tx)
  ).rows.map((r) => r.annee)

export const lireAtelier = async (tx: TenantTx, id: AtelierId): Promise<Atelier | undefined> =>
  (await sql<Atelier>`select ${colonnes} where a.id = ${id}`.execute(tx)).rows[0]

/** Qui n’agit que pour une enseigne ne voit pas qui des autres est venu : la base le refuse aussi. */
export const agitPourToutes = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ t: boolean }>`select app.toutes_activites() as t`.execute(tx)).rows[0]?.t === true

export type PresenceLue = {
  readonly personne: TiersId
  readonly nom: string
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly presence: Presence
  readonly ligne: string | null
}
/** Qui est attendu à cet atelier, par nom. */
export const presencesDe = async (tx: TenantTx, atelier: AtelierId): Promise<PresenceLue[]> =>
  (
    await sql<PresenceLue>`select p.personne_id as personne, t.prenom || ' ' || t.nom as nom, p.activite_id as activite, e.nom as enseigne, p.presence, p.ligne_id as ligne
      from qualite.presence_atelier p join tiers.personne t on t.organisme_id = p.organisme_id and t.id = p.personne_id
        join organisme.activite e on e.organisme_id = p.organisme_id and e.id = p.activite_id
     where p.atelier_id = ${atelier} order by t.pli, t.id`.execute(tx)
  ).rows

export type Suivi = {
  readonly id: string
  readonly pli: string
  readonly nom: string
  readonly annee: number
  readonly ateliers: number
  readonly presents: number
  readonly minutes: number
}
/** Par personne et par an, les ateliers pointés : à combien elle fut attendue, à combien elle est venue, combien de temps. */
export const suivis = async (tx: TenantTx, pli: string): Promise<Suivi[]> =>
  (
    await sql<Suivi>`select p.personne_id as id, t.pli, t.prenom || ' ' || t.nom as nom, extract(year from a.le)::int4 as annee, count(*)::int4 as ateliers,
        (count(*) filter (where p.presence = 'present'))::int4 as presents, coalesce(sum(a.minutes) filter (where p.presence = 'present'), 0)::int4 as minutes
      from qualite.presence_atelier p join qualite.atelier a on a.organisme_id = p.organisme_id and a.id = p.atelier_id and a.annule_le is null
        join tiers.personne t on t.organisme_id = p.organisme_id and t.id = p.personne_id
     where strpos(t.pli, ${pli}) > 0 and p.presence <> 'attendu'
     group by p.personne_id, t.pli, t.prenom, t.nom, extract(year from a.le) order by 4 desc, t.pli, p.personne_id limit 2000`.execute(
      tx,
    )
  ).rows
