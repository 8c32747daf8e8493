import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Ecrit } from '../domain/ecrits.ts'
import type { GroupementId } from '../domain/groupement.ts'

/** La dernière version de chaque écrit du dossier, du plus ancien au plus récent. */
export const ecritsDuDossier = async (tx: TenantTx, id: GroupementId): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select organisme_id as organisme, genre, cle, rang, contenu, motif, le from (
        select distinct on (organisme_id, genre, cle) * from marches.ecrit where groupement_id = ${id}::uuid
         order by organisme_id, genre, cle, rang desc) e order by le, id`.execute(tx)
  ).rows

export type PliScelle = {
  readonly rang: number
  readonly organisme: OrganismeId
  readonly engagement: Buffer
  readonly preuve: Buffer
  readonly empreinte: Buffer
  readonly le: Date
}
/** Le registre des plis du dossier, entier : c’est une chaîne. */
export const plisDuDossier = async (tx: TenantTx, id: GroupementId): Promise<PliScelle[]> =>
  (
    await sql<PliScelle>`select rang, organisme_id as organisme, engagement, preuve, empreinte, le from marches.pli
      where groupement_id = ${id}::uuid order by rang`.execute(tx)
  ).rows

export type PliOuvrable = {
  readonly organisme: OrganismeId
  readonly rang: number
  readonly engagement: Buffer
  readonly chiffre: Buffer
  readonly le: Date
}
/** Les chiffrés que la base remet à cette personne : les siens, et ceux qu’une ouverture d’avant couvre. */
export const plisChiffres = async (tx: TenantTx, id: GroupementId): Promise<PliOuvrable[]> =>
  (
    await sql<PliOuvrable>`select organisme_id as organisme, rang, engagement, chiffre, le from porte.plis_chiffres(${id}::uuid)`.execute(
      tx,
    )
  ).rows

export type Levee = {
  readonly organisme: OrganismeId
  readonly motif: string
  readonly jusque: number
  readonly le: Date
}
export const leveesDuDossier = async (tx: TenantTx, id: GroupementId): Promise<Levee[]> =>
  (
    await sql<Levee>`select organisme_id as organisme, motif, jusque, le from marches.levee where groupement_id = ${id}::uuid order by le`.execute(
      tx,
    )
  ).rows

export type LeconPartagee = {
  readonly objet: string
  readonly acheteur: string
  readonly issue: string | null
  readonly cooperative: string
  readonly lecon: string
  readonly le: Date
}
/** Les leçons que chaque coopérative d’un dossier accepte de dire au pôle. */
export const leconsPartagees = async (tx: TenantTx): Promise<LeconPartagee[]> =>
  (
    await sql<LeconPartagee>`select objet, acheteur, issue, cooperative, lecon, le from porte.lecons_partagees()`.execute(
      tx,
    )
  ).rows
