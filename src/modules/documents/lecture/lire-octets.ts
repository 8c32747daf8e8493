import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { lirePiece } from '../db/pieces.ts'
import { dernierExemplaire } from '../db/signatures.ts'
import type { PieceId } from '../domain/piece.ts'
import type { Lecture } from './peut-lire.ts'

/**
 * Les octets d’une pièce tels qu’ils furent figés ; signée, ceux de son exemplaire qui porte le plus de signatures. Rien si `lecture` ne
 * l’ouvre pas : aucun octet ne sort sans que l’on dise qui lit.
 */
export const lireOctets = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  id: PieceId,
  lecture: Pick<Lecture, 'lit'>,
): Promise<
  { readonly numero: string; readonly libelle: string; readonly octets: Uint8Array } | undefined
> => {
  const connue = await lirePiece(tx, id)
  const piece = connue && lecture.lit(connue) ? connue : undefined
  const exemplaire = piece && (await dernierExemplaire(tx, id))
  const fichier = piece && (await storage.get(tx, exemplaire?.fichier ?? piece.fichier))
  return fichier && { numero: piece.numero, libelle: piece.libelle, octets: fichier.octets }
}
