/** La copie acquittée d’une facture : ce qu’elle dit du paiement, une fois qu’il est complet. */
import { comparerDates, type DateCivile } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { GenreFacture, Moyen, Provenance } from './facture.ts'
import { soldeDe } from './reglements.ts'

export type APayer = {
  readonly genre: GenreFacture
  readonly provenance: Provenance
  readonly emiseLe: DateCivile
  readonly ttc: Montant
  readonly avoirs: Montant
  readonly regle: Montant
  readonly retiree: boolean
  readonly reglements: readonly {
    readonly jour: DateCivile
    readonly moyen: Moyen
    readonly reference: string | null
    readonly impute: Montant
    readonly annule: boolean
  }[]
}

export type Acquit = {
  /** Le jour du versement qui l’a soldée ; payée d’une avance, celui où elle fut émise. */
  readonly le: DateCivile
  readonly total: Montant
  readonly reglements: readonly {
    readonly jour: DateCivile
    readonly moyen: Moyen
    readonly reference: string | null
    /** Négatif : rendu. */
    readonly montant: Montant
  }[]
}

/** Un fonds d’assurance formation rembourse sur facture acquittée : payée en entier, à une date, par un moyen. */
export const acquitter = (f: APayer): Result<Acquit, Refus> => {
  if (f.provenance !== 'emise')
    return refuser('pas-ici', 'Une facture d’un autre outil s’acquitte là-bas : sa pièce n’est pas ici.')
  if (f.genre === 'avoir' || f.retiree)
    return refuser('rien-a-payer', 'Un avoir, ou une facture retirée, ne s’acquitte pas.')
  const reglements = f.reglements
    .filter((r) => !r.annule && r.impute !== 0)
    .map(({ jour, moyen, reference, impute }) => ({ jour, moyen, reference, montant: impute }))
    .toSorted((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : 0))
  // La copie écrit aussi ce qui fut rendu : « reçu en tout » est ce qui reste encaissé.
  const total = centimes(reglements.reduce((t, r) => t + r.montant, 0))
  const derniere = reglements.findLast((r) => r.montant > 0)
  if (derniere && total <= 0)
    return refuser(
      'tout-rendu',
      'Ce qui fut reçu pour cette facture a été rendu : il n’y a rien à acquitter.',
    )
  if (!derniere)
    return refuser(
      'rien-recu',
      'Rien n’est reçu pour cette facture. Soldée par ses acomptes, ce sont eux qui s’acquittent.',
    )
  if (soldeDe(f) > 0) return refuser('reste-du', 'Il reste à payer : une facture s’acquitte une fois soldée.')
  return ok({
    le: comparerDates(derniere.jour, f.emiseLe) < 0 ? f.emiseLe : derniere.jour,
    total,
    reglements,
  })
}
