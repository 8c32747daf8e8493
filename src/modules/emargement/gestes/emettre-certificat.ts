import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { DernierCertificat, PieceId } from '../domain/certificat-periode.ts'
import type { FaitsDuCertificat } from '../domain/faits-du-certificat.ts'

export type PortsCertificat<D, R> = {
  /** Vérifie que l’on peut certifier, et rend de quoi le composer. */
  etablir(): Result<D, R>
  readonly faits: FaitsDuCertificat
  empreinteDe(faits: FaitsDuCertificat): string
  dernier(): Promise<DernierCertificat | undefined>
  emettre(
    donnees: D,
    remplace: PieceId | undefined,
  ): Promise<Result<{ readonly id: PieceId; readonly numero: string }, R>>
  garder(piece: PieceId, faits: string): Promise<void>
}

export type CertificatEmis = {
  readonly piece: PieceId
  readonly numero: string
  /** Faux : les mêmes faits avaient déjà leur certificat. */
  readonly neuf: boolean
  readonly remplace: boolean
}

/** Idempotent : les mêmes faits rendent la même pièce ; une correction en fait une qui dit laquelle elle remplace. */
export const emettreCertificat = async <D, R extends Refus>(
  ports: PortsCertificat<D, R>,
): Promise<Result<CertificatEmis, R>> => {
  const donnees = ports.etablir()
  if (!donnees.ok) return donnees
  const empreinte = ports.empreinteDe(ports.faits)
  const dernier = await ports.dernier()
  if (dernier?.faits === empreinte)
    return ok({ piece: dernier.piece, numero: dernier.numero, neuf: false, remplace: false })
  const emise = await ports.emettre(donnees.value, dernier?.piece)
  if (!emise.ok) return ko(emise.error)
  await ports.garder(emise.value.id, empreinte)
  return ok({
    piece: emise.value.id,
    numero: emise.value.numero,
    neuf: true,
    remplace: dernier !== undefined,
  })
}
