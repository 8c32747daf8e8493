import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { tronquer, uneLigne } from '#kernel/texte.ts'
import type { Delegation, Piece } from './signataires.ts'

export type DelegationSaisie = {
  readonly personne: PersonneId
  readonly nom: string
  readonly qualite: string
  readonly genre: Delegation['genre']
  readonly pieces: readonly Piece[]
  readonly plafondHt: Montant | undefined
  readonly debut: DateCivile
  readonly fin: DateCivile | undefined
}
export type DelegationDonnee = Delegation & { readonly nom: string; readonly qualite: string }

export type RefusDelegation = Refus<
  'sans-piece' | 'fin-avant-debut' | 'plafond-nul' | 'fonction-bornee' | 'nom-court'
>

/**
 * Le représentant légal signe par sa fonction, tout, sans plafond : ses bornes sont dans les statuts, pas ici. Une
 * délégation nomme ce qu'elle couvre.
 */
export const deleguer = (s: DelegationSaisie): Result<DelegationDonnee, RefusDelegation> => {
  const commun = {
    personne: s.personne,
    nom: tronquer(uneLigne(s.nom), 200),
    qualite: uneLigne(s.qualite),
    genre: s.genre,
    debut: s.debut,
    fin: s.fin ?? null,
    revoqueeLe: null,
  }
  if ([...commun.nom].length < 2)
    return refuser(
      'nom-court',
      'Cette personne n’a pas de nom à imprimer sous sa signature : complétez son compte.',
    )
  if (s.fin !== undefined && s.fin < s.debut)
    return refuser('fin-avant-debut', 'La fin précède le début de la délégation.')
  if (s.genre === 'fonction')
    return s.plafondHt !== undefined || s.pieces.length > 0
      ? refuser(
          'fonction-bornee',
          'Qui signe par sa fonction signe tout, sans plafond : laissez vides les pièces et le plafond, ou donnez une délégation.',
        )
      : ok({ ...commun, pieces: '*', plafondHt: null })
  if (s.pieces.length === 0) return refuser('sans-piece', 'Choisissez au moins une sorte de pièces.')
  if (s.plafondHt === 0)
    return refuser('plafond-nul', 'Un plafond de zéro ne permet rien : laissez-le vide s’il n’y en a pas.')
  return ok({ ...commun, pieces: s.pieces, plafondHt: s.plafondHt ?? null })
}
