/**
 * Le texte d’un QR de virement SEPA (EPC069-12, version 002) : douze lignes, UTF-8, séparées par LF. Il ne se montre que si un
 * IBAN est réglé, que l’on paie en euros, et qu’il reste une somme exigible : jamais avant la fin du délai de rétractation.
 */
import { type Montant, montantDecimal } from '#kernel/montant.ts'
import { uneLigne } from '#kernel/texte.ts'

const plafond = 99_999_999_999

/** Octets UTF-8, coupés sans rompre un caractère : l’EPC compte des caractères, les lecteurs des octets. */
const borner = (texte: string, max: number): string => [...uneLigne(texte)].slice(0, max).join('')

export const texteEpc = (v: {
  readonly iban: string | null
  readonly bic: string | null
  readonly beneficiaire: string
  readonly montant: Montant
  /** Le numéro de facture. */
  readonly reference: string
}): string | undefined => {
  if (v.iban === null || v.montant <= 0 || v.montant > plafond) return undefined
  const nom = borner(v.beneficiaire, 70)
  if (nom === '') return undefined
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    v.bic ?? '',
    nom,
    v.iban,
    `EUR${montantDecimal(v.montant)}`,
    '',
    '',
    borner(v.reference, 140),
  ].join('\n')
}
