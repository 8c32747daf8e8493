import type { Refus } from '#kernel/refus.ts'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { RefusPdf, RenderedPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import type { PieceASigner } from '../db/signatures.ts'
import { adresseDeVerification } from './composer.ts'

/** Les noms de champs d’un objet : leurs retours à la ligne, déjà nettoyés à l’émission, sont à garder. */
const champs = (v: unknown): string[] =>
  Array.isArray(v)
    ? v.flatMap(champs)
    : typeof v === 'object' && v !== null
      ? Object.entries(v).flatMap(([cle, x]) => [cle, ...champs(x)])
      : []

/**
 * La pièce figée, recomposée avec ce qui est venu après elle (signatures, acquit) : mêmes données, même instant, donc même
 * empreinte, ou un refus.
 */
export const recomposer = async (
  { pdf, config }: Pick<Services, 'pdf' | 'config'>,
  piece: Pick<PieceASigner, 'donnees' | 'empreinte'>,
  ajouts: Readonly<Record<string, unknown>>,
): Promise<Result<RenderedPdf, RefusPdf | Refus<'autre-empreinte'>>> => {
  const { gabarit, emisLe, ...donnees } = JSON.parse(piece.donnees) as Record<string, unknown>
  const rendu = await pdf.render({
    gabarit: String(gabarit),
    donnees,
    emisLe: new Date(String(emisLe)),
    verification: adresseDeVerification(config),
    multilignes: [...new Set(champs(donnees))],
    signatures: ajouts,
  })
  if (!rendu.ok) return rendu
  return rendu.value.empreinte === piece.empreinte
    ? ok(rendu.value)
    : refuser('autre-empreinte', 'Cette copie ne porterait pas l’empreinte de sa pièce.')
}
