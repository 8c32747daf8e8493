import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { DernierCertificat, PieceId } from './certificat-periode.ts'

export type CertificatEmis = {
  readonly piece: PieceId
  readonly numero: string
  /** Faux : les mêmes faits avaient déjà leur certificat. */
  readonly neuf: boolean
  readonly remplace: boolean
}

export type EmissionJugee<D> =
  | { readonly deja: CertificatEmis }
  | { readonly donnees: D; readonly faits: string; readonly remplace: PieceId | undefined }

/** Les mêmes faits rendent la même pièce ; une correction en fait une qui dit laquelle elle remplace. `faits` : leur empreinte. */
export const jugerEmission = <D>(
  etabli: Result<D, Refus>,
  faits: string,
  dernier: DernierCertificat | undefined,
): Result<EmissionJugee<D>, Refus> => {
  if (!etabli.ok) return etabli
  if (dernier?.faits === faits)
    return ok({ deja: { piece: dernier.piece, numero: dernier.numero, neuf: false, remplace: false } })
  return ok({ donnees: etabli.value, faits, remplace: dernier?.piece })
}
