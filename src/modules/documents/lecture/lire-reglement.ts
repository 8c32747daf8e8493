import type { TenantTx } from '#platform/db/index.ts'
import { type PieceCourante, piecesCourantes } from '../db/papier.ts'
import { signaturesDe } from '../db/signatures.ts'

export type ReglementLu = PieceCourante & { readonly signe: boolean }

/** Le règlement intérieur qui vaut, et s’il porte la signature de la coopérative ; rien s’il n’est pas établi. */
export const lireReglement = async (tx: TenantTx): Promise<ReglementLu | undefined> => {
  const [piece] = await piecesCourantes(tx, { genre: 'reglement-interieur' })
  if (!piece) return undefined
  const signatures = await signaturesDe(tx, piece.id)
  return { ...piece, signe: signatures.some((s) => s.acte === 'signature' && s.role === 'organisme') }
}
