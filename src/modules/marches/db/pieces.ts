import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GroupementId } from '../domain/groupement.ts'
import type { GenreDePiece, PieceId, PieceVersee } from '../domain/pieces.ts'

export type CoffreId = Id<'PieceDeCoffre'>
export type PieceDeCoffre = {
  readonly id: CoffreId
  readonly genre: GenreDePiece
  readonly titre: string
  readonly nom: string
  readonly fichier: string
  readonly type: string
  readonly taille: number
  readonly expireLe: string | null
  readonly accord: string
  readonly le: Date
}
/** Le coffre de la coopérative, ce qui est retiré excepté ; le plus proche de son terme d’abord. */
export const lireCoffre = async (tx: TenantTx): Promise<PieceDeCoffre[]> =>
  (
    await sql<PieceDeCoffre>`select id, genre, titre, nom, fichier, type, taille, expire_le::text as "expireLe", accord, le
      from marches.coffre where retiree_le is null order by expire_le nulls last, titre`.execute(tx)
  ).rows

/** Les pièces versées au dossier, retirées comprises, sans leurs octets. */
export const piecesDuDossier = async (tx: TenantTx, id: GroupementId): Promise<PieceVersee[]> =>
  (
    await sql<PieceVersee>`select id, organisme_id as organisme, exigence, nom, type, taille, empreinte, expire_le::text as "expireLe", motif, le,
        retiree_le as "retireeLe", retrait from porte.pieces_du_dossier(${id}::uuid)`.execute(tx)
  ).rows

/** Les octets, tels que gardés : chiffrés par les clés de l’instance. */
export const octetsDePiece = async (
  tx: TenantTx,
  id: GroupementId,
  piece: PieceId,
): Promise<{ readonly octets: Buffer; readonly empreinte: string } | undefined> =>
  (
    await sql<{ octets: Buffer; empreinte: string }>`select octets, encode(empreinte, 'hex') as empreinte
      from marches.piece where groupement_id = ${id}::uuid and id = ${piece}::uuid`.execute(tx)
  ).rows[0]

export type Rappel =
  | { readonly genre: 'avis' }
  | { readonly genre: 'piece'; readonly chose: string; readonly jour: DateCivile }
  | {
      readonly genre: 'dossier'
      readonly chose: string
      readonly groupement: GroupementId
      readonly limite: Date
      readonly zone: Zone
    }
type LigneDeRappel = {
  readonly genre: Rappel['genre']
  readonly chose: string | null
  readonly jour: DateCivile | null
  readonly groupement: GroupementId | null
  readonly limite: Date | null
  readonly zone: Zone | null
}
/** En une lecture, pour la journée : si un avis est suivi, les pièces qui périssent d’ici `jusque`, les dossiers où la personne est entrée. */
export const rappelsDesMarches = async (tx: TenantTx, jusque: string): Promise<Rappel[]> =>
  (
    await sql<LigneDeRappel>`select 'avis' as genre, null::text as chose, null::text as jour, null::uuid as groupement, null::timestamptz as limite, null::text as zone
        where exists (select from marches.suivi where etat = 'suivi')
      union all select 'piece', titre, expire_le::text, null, null, null from marches.coffre where retiree_le is null and expire_le <= ${jusque}::date
      union all select 'dossier', objet, null, groupement_id, limite, zone from porte.mes_dossiers_de_marche() where entree and etat <> 'abandonne'`.execute(
      tx,
    )
  ).rows as Rappel[]
