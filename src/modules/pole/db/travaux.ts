/** Ce qu'un groupe de travail fait : qui en est, ce qu'il livre, ses dossiers fermés. Les murs sont dans la base. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AvisDeRelecture, Licence } from '../domain/livrable.ts'
import type { PoleId } from './poles.ts'
import type { Groupe } from './suites.ts'

export type DossierId = Id<'Dossier'>

export type LivrableId = Id<'Livrable'>

// ─── Qui en est ──────────────────────────────────────────────────────────────────────────────────

export type Participant = {
  readonly groupe: Groupe['id']
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly nom: string
}

/** Les personnes des groupes du pôle, ou d'un seul, par nom. */
export const participantsDe = async (
  tx: TenantTx,
  pole: PoleId,
  groupe?: Groupe['id'],
): Promise<Participant[]> =>
  (
    await sql<Participant>`select groupe_id as groupe, organisme_id as organisme, compte_id as compte, nom from pole.participant
      where pole_id = ${pole} and ${groupe === undefined ? sql`true` : sql`groupe_id = ${groupe}`} order by nom limit 2000`.execute(
      tx,
    )
  ).rows

// ─── Les dossiers fermés ─────────────────────────────────────────────────────────────────────────

export type Dossier = {
  readonly id: DossierId
  readonly groupe: Groupe['id']
  readonly nom: string
  readonly objet: string
  readonly ouvertLe: Date
}

export const dossier = sql`id, groupe_id as groupe, nom, objet, ouvert_le as "ouvertLe" from pole.dossier`

/** Les dossiers du groupe où l'on entre ; les autres n'existent pas. */
export const mesDossiers = async (tx: TenantTx, pole: PoleId, groupe: Groupe['id']): Promise<Dossier[]> =>
  (
    await sql<Dossier>`select ${dossier} where pole_id = ${pole} and groupe_id = ${groupe} order by nom limit 200`.execute(
      tx,
    )
  ).rows

export const lireDossier = async (tx: TenantTx, pole: PoleId, id: DossierId): Promise<Dossier | undefined> =>
  (await sql<Dossier>`select ${dossier} where pole_id = ${pole} and id = ${id}`.execute(tx)).rows[0]

export type Entrant = {
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly compte: PersonneId
  readonly nom: string
}

export const entrantsDe = async (tx: TenantTx, pole: PoleId, id: DossierId): Promise<Entrant[]> => {
  const { rows } = await sql<Entrant>`select organisme_id as organisme, cooperative, compte_id as compte, nom
    from porte.acces_du_dossier(${pole}::uuid, ${id}::uuid)`.execute(tx)
  return rows
}

/** Une personne d'une coopérative du pôle, telle qu'on la désigne. */
export type Personne = { readonly organisme: OrganismeId; readonly compte: PersonneId }

// ─── Les livrables ───────────────────────────────────────────────────────────────────────────────

export type Livrable = {
  readonly id: LivrableId
  readonly groupe: Groupe['id']
  readonly dossier: DossierId | null
  readonly titre: string
}

export type VersionDeLivrable = {
  readonly livrable: LivrableId
  readonly version: number
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly note: string
  readonly licence: Licence
  readonly dateLe: DateCivile
  readonly valableAu: DateCivile | null
  readonly lien: string
  readonly fichierNom: string | null
  readonly taille: number | null
  readonly par: string
  readonly le: Date
}

export type Relecture = {
  readonly livrable: LivrableId
  readonly version: number
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly avis: AvisDeRelecture
  readonly mot: string
  readonly par: string
  readonly le: Date
}

/** Les livrables du pôle que l'on peut lire : tous, d'un groupe, ou d'un livrable ; ceux d'un dossier où l'on n'entre pas manquent. */
export const livrablesDe = async (
  tx: TenantTx,
  pole: PoleId,
  { groupe, id }: { readonly groupe?: Groupe['id']; readonly id?: LivrableId } = {},
): Promise<Livrable[]> =>
  (
    await sql<Livrable>`select id, groupe_id as groupe, dossier_id as dossier, titre from pole.livrable
      where pole_id = ${pole} and ${groupe === undefined ? sql`true` : sql`groupe_id = ${groupe}`}
        and ${id === undefined ? sql`true` : sql`id = ${id}`}
      order by titre limit 500`.execute(tx)
  ).rows

/** Les versions de ces livrables, la dernière d'abord ; sans leurs octets. */
export const versionsDe = async (
  tx: TenantTx,
  pole: PoleId,
  livrables: readonly LivrableId[],
): Promise<VersionDeLivrable[]> =>
  livrables.length === 0
    ? []
    : (
        await sql<VersionDeLivrable>`select livrable_id as livrable, version, organisme_id as organisme, compte_id as compte, note, licence,
            date_le as "dateLe", valable_au as "valableAu", lien, fichier_nom as "fichierNom", taille, par, le
          from pole.livrable_version where pole_id = ${pole} and livrable_id = any (${[...livrables]}::uuid[])
          order by version desc limit 2000`.execute(tx)
      ).rows

export const relecturesDe = async (
  tx: TenantTx,
  pole: PoleId,
  livrables: readonly LivrableId[],
): Promise<Relecture[]> =>
  livrables.length === 0
    ? []
    : (
        await sql<Relecture>`select livrable_id as livrable, version, organisme_id as organisme, compte_id as compte, avis, mot, par, le
          from pole.relecture where pole_id = ${pole} and livrable_id = any (${[...livrables]}::uuid[])
          order by le limit 2000`.execute(tx)
      ).rows

export type Fichier = { readonly nom: string; readonly type: string; readonly octets: Uint8Array }

/** Un dépôt à la fois sur un livrable : le second attend, puis voit la version du premier. */
export const verrouillerLivrable = async (tx: TenantTx, l: LivrableId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('pole.livrable'), hashtext(${l}))`.execute(tx)
}

export const lireFichier = async (
  tx: TenantTx,
  pole: PoleId,
  livrable: LivrableId,
  version: number,
): Promise<Fichier | undefined> => {
  const { rows } =
    await sql<Fichier>`select fichier_nom as nom, fichier_type as type, octets from pole.livrable_version
    where pole_id = ${pole} and livrable_id = ${livrable} and version = ${version}
      and octets is not null and fichier_nom is not null and fichier_type is not null`.execute(tx)
  return rows[0]
}
