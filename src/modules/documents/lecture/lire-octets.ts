import type { TenantTx } from '#platform/db/index.ts'
import { toutes } from '#platform/db/toutes.ts'
import type { Services } from '#platform/services.ts'
import { type PieceFigee, piecesFigees } from '../db/pieces.ts'
import type { PieceId } from '../domain/piece.ts'
import type { Lecture } from './peut-lire.ts'

export type PieceLue = Pick<PieceFigee, 'numero' | 'libelle'> & { readonly octets: Uint8Array }

/** Celles de ces pièces que `lecture` ouvre, dans l’ordre, et l’empreinte de leurs octets : d’un envoi. */
export const lireFigees = async (
  tx: TenantTx,
  ids: readonly PieceId[],
  lecture: Pick<Lecture, 'lit'>,
): Promise<readonly PieceFigee[]> => (await piecesFigees(tx, ids)).filter((p) => lecture.lit(p))

/** Les octets de pièces que `lireFigees` a rendues ; ceux qui manquent n’y sont pas. */
export const lireLeursOctets = async (
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  figees: readonly PieceFigee[],
): Promise<readonly PieceLue[]> => {
  const lues = await toutes(
    figees.map(async ({ numero, libelle, fichier }) => {
      const lu = await storage.get(tx, fichier)
      return lu && { numero, libelle, octets: lu.octets }
    }),
  )
  return lues.filter((lue) => lue !== undefined)
}

/**
 * Les octets d’une pièce tels qu’ils furent figés ; signée, ceux de son exemplaire qui porte le plus de signatures. Rien si `lecture` ne
 * l’ouvre pas : aucun octet ne sort sans que l’on dise qui lit.
 */
export const lireOctets = async (
  outils: Pick<Services, 'storage'>,
  tx: TenantTx,
  id: PieceId,
  lecture: Pick<Lecture, 'lit'>,
): Promise<PieceLue | undefined> =>
  (await lireLeursOctets(outils, tx, await lireFigees(tx, [id], lecture)))[0]
