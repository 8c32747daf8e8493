import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Ce qui engage l’organisme, et que l’on peut déléguer. */
// Permis : ce que l’on délègue, que les fiches des genres nomment ; ce module ne les connaît pas.
export const pieces = {
  devis: 'les devis',
  convention: 'les conventions',
  contrat: 'les contrats de formation',
  avenant: 'les avenants',
  facture: 'les factures',
  avoir: 'les avoirs',
  'certificat-realisation': 'les certificats de réalisation',
  'sous-traitance': 'les contrats de sous-traitance',
  candidature: 'les candidatures à un marché',
} as const satisfies Record<string, string>
export type Piece = keyof typeof pieces

/**
 * Une délégation écrite. Le représentant légal en tient une sans plafond ni terme, par sa fonction
 * (`genre: 'fonction'`). Plafond en centimes hors taxes, compris. Une délégation ne se corrige pas : elle se
 * révoque et une autre est donnée.
 */
export type Delegation = {
  readonly personne: PersonneId
  readonly genre: 'fonction' | 'delegation'
  readonly pieces: readonly Piece[] | '*'
  readonly plafondHt: Montant | null
  readonly debut: DateCivile
  readonly fin: DateCivile | null
  readonly revoqueeLe: DateCivile | null
}

export type RefusSignature = Refus<
  'sans-delegation' | 'piece-non-deleguee' | 'delegation-echue' | 'plafond-depasse'
>

/**
 * Cette personne peut-elle signer cette pièce, de ce montant, ce jour ? `montantHt` nul : la pièce n’a pas de
 * prix (un certificat). `piece` nulle : elle ne se délègue pas, la direction la signe elle-même. Deux délégations ne s’additionnent jamais. Le refus nomme l’obstacle le plus proche.
 */
export const peutSigner = (
  delegations: readonly Delegation[],
  personne: PersonneId,
  piece: Piece | null,
  montantHt: Montant | null,
  date: DateCivile,
): Result<Delegation, RefusSignature> => {
  const siennes = delegations.filter((d) => d.personne === personne)
  if (siennes.length === 0) return refuser('sans-delegation', 'Vous n’avez pas de délégation de signature.')
  const dePiece = siennes.filter((d) =>
    piece === null ? d.genre === 'fonction' : d.pieces === '*' || d.pieces.includes(piece),
  )
  if (dePiece.length === 0)
    return refuser(
      'piece-non-deleguee',
      piece === null
        ? 'Cette pièce ne se délègue pas\u00a0: la direction la signe elle-même.'
        : `Votre délégation ne couvre pas ${pieces[piece]}.`,
    )
  const valides = dePiece.filter(
    (d) =>
      d.debut <= date && (d.fin === null || date <= d.fin) && (d.revoqueeLe === null || date < d.revoqueeLe),
  )
  if (valides.length === 0)
    return refuser('delegation-echue', `Votre délégation ne vaut pas le ${formaterDate(date)}.`)
  // Un avoir engage autant que la facture qu’il défait : c’est sa grandeur qui compte.
  const engage = Math.abs(montantHt ?? 0)
  const retenue = valides.find((d) => d.plafondHt === null || engage <= d.plafondHt)
  if (retenue) return ok(retenue)
  const plafond = valides.reduce<Montant | null>(
    (p, d) => (d.plafondHt !== null && (p === null || d.plafondHt > p) ? d.plafondHt : p),
    null,
  )
  return refuser(
    'plafond-depasse',
    `Votre délégation s’arrête à ${plafond === null ? '0 €' : formaterMontant(plafond)} hors taxes.`,
  )
}
