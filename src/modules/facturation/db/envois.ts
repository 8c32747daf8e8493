import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId } from '../domain/facture.ts'

export type EnvoiId = Id<'EnvoiFacture'>

export type EnvoiLu = {
  readonly destinataire: string
  readonly demandeLe: Date
  /** Quand le serveur de courrier l’a pris ; nul : il attend. */
  readonly remisLe: Date | null
}

export const envoisDe = async (tx: TenantTx, facture: FactureId): Promise<EnvoiLu[]> =>
  (
    await sql<EnvoiLu>`select destinataire, demande_le as "demandeLe", remis_le as "remisLe" from facturation.envoi
      where facture_id = ${facture}::uuid order by demande_le, id`.execute(tx)
  ).rows

export const lireEnvoi = async (
  tx: TenantTx,
  id: EnvoiId,
): Promise<
  | (EnvoiLu & {
      readonly numero: string
      readonly activite: ActiviteId
      readonly session: string | null
      readonly piece: PieceId | null
      readonly objet: string
      readonly texte: string
    })
  | undefined
> =>
  (
    await sql<
      EnvoiLu & {
        numero: string
        activite: ActiviteId
        session: string | null
        piece: PieceId | null
        objet: string
        texte: string
      }
    >`select e.destinataire, e.demande_le as "demandeLe", e.remis_le as "remisLe", e.objet, e.texte, f.numero, f.activite_id as activite, f.session_id as session, f.piece_id as piece
      from facturation.envoi e join facturation.facture f on f.organisme_id = e.organisme_id and f.id = e.facture_id
      where e.id = ${id}::uuid`.execute(tx)
  ).rows[0]
