import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'

const colonnes = sql`id, organisme_id as organisme, rang, titre, format, etat, debut, fin, zone, hote, lieu, acces, visio, jauge, recit,
  invites, compte_rendu as "compteRendu", amendement_le as "amendementLe", motif`

/** Les réunions du pôle, la plus récente d'abord. */
export const listerReunions = async (tx: TenantTx, pole: PoleId): Promise<Reunion[]> =>
  (
    await sql<Reunion>`select ${colonnes} from pole.reunion where pole_id = ${pole} order by rang desc limit 200`.execute(
      tx,
    )
  ).rows

export const lireReunion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  { verrouiller = false } = {},
): Promise<Reunion | undefined> =>
  (
    await sql<Reunion>`select ${colonnes} from pole.reunion where pole_id = ${pole} and id = ${id}
      ${verrouiller ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

export type Convocation = Pick<
  Reunion,
  'id' | 'titre' | 'format' | 'zone' | 'hote' | 'lieu' | 'acces' | 'visio' | 'jauge'
> & {
  readonly debut: Date
  readonly fin: Date
}

/** Ce qui change d'une réunion ; ce qui n'est pas donné reste. */
export type Changement = Partial<
  Pick<
    Reunion,
    | 'titre'
    | 'format'
    | 'zone'
    | 'jauge'
    | 'etat'
    | 'debut'
    | 'fin'
    | 'hote'
    | 'lieu'
    | 'acces'
    | 'visio'
    | 'recit'
    | 'invites'
    | 'compteRendu'
    | 'amendementLe'
    | 'motif'
  >
>

// ─── Qui vient, qui était là ─────────────────────────────────────────────────────────────────────

export type Reponse = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly nom: string
  readonly dit: 'oui' | 'non' | 'peut-etre'
}

export const reponsesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Reponse[]> =>
  (
    await sql<Reponse>`select organisme_id as organisme, compte_id as compte, nom, dit from pole.reponse
      where pole_id = ${pole} and reunion_id = ${id} order by nom`.execute(tx)
  ).rows

export type Presence = { readonly organisme: OrganismeId; readonly personnes: number }

export const presencesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Presence[]> =>
  (
    await sql<Presence>`select de_organisme_id as organisme, personnes from pole.presence
      where pole_id = ${pole} and reunion_id = ${id}`.execute(tx)
  ).rows

// ─── Ordre du jour, tour de table, compte rendu ────────────────────────────────

export type Point = {
  readonly id: Id<'Point'>
  readonly organisme: OrganismeId
  readonly titre: string
  readonly minutes: number | null
  readonly par: string
}

export const pointsDe = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Point[]> =>
  (
    await sql<Point>`select id, organisme_id as organisme, titre, minutes, par from pole.point
      where pole_id = ${pole} and reunion_id = ${id} order by le, id`.execute(tx)
  ).rows

export type Enjeu = {
  readonly id: Id<'Enjeu'>
  readonly organisme: OrganismeId
  readonly texte: string
  readonly par: string
  readonly theme: Id<'Theme'> | null
}

/** Le tour de table : chaque enjeu, et le thème où il a été rangé. */
export const tourDeTable = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Enjeu[]> =>
  (
    await sql<Enjeu>`select e.id, e.organisme_id as organisme, e.texte, e.par, r.theme_id as theme
      from pole.enjeu e left join pole.rangement r on r.pole_id = e.pole_id and r.enjeu_id = e.id
      where e.pole_id = ${pole} and e.reunion_id = ${id} order by e.le, e.id`.execute(tx)
  ).rows

export type Theme = { readonly id: Id<'Theme'>; readonly nom: string }

export const themesDe = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Theme[]> =>
  (
    await sql<Theme>`select id, nom from pole.theme where pole_id = ${pole} and reunion_id = ${id} order by cree_le, id`.execute(
      tx,
    )
  ).rows
