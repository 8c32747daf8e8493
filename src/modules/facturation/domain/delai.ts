/** Sous combien de jours se règle ce que l’échéancier d’un contrat prévoit : à son jour, que la personne a signé. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'

/** Ce qu’un projet garde au plus, comme sa table. */
const PLUS_LONG = 60

/**
 * Le jour du versement que cette facture demande : le premier dont le cumul la couvre, facturé d’avance compris ; au-delà du dernier, le
 * dernier. `cumul` : taxe comprise, elle comprise. Nul sans échéancier.
 */
export const echeanceFacturee = (
  echeances: readonly { readonly jour: DateCivile; readonly montant: Montant }[],
  cumul: number,
): DateCivile | null => {
  let total = 0
  const rangees = echeances.toSorted((a, b) => (a.jour < b.jour ? -1 : 1))
  const couvrante = rangees.find((e) => {
    total += e.montant
    return total >= cumul
  })
  return (couvrante ?? rangees.at(-1))?.jour ?? null
}

/** Une échéance passée se règle le jour de l’émission : une facture ne s’échoit pas avant d’exister. */
export const delaiJusqua = (echeance: DateCivile, le: DateCivile): number =>
  echeance <= le ? 0 : Math.min(ecartEnJours(le, echeance), PLUS_LONG)
