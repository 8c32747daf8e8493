/** La durée que le prix paie : ce qui ne se fait pas d’elle ne se paie pas (L6354-1). */
import { type Montant, proportion } from '#kernel/montant.ts'

/** Ce qu’une pièce du client promet : ses demi-journées, en minutes, pour un prix hors taxes. */
export type Promesse = {
  readonly genre: string
  readonly prix: Montant | null
  readonly minutes: number
}

/**
 * La plus longue durée promise pour ce prix, en minutes ; nulle si aucune pièce ne le dit. Une demi-journée suspendue y reste : un
 * avenant qui réduit la durée sans réduire le prix ne fait pas payer davantage l’heure. Le devis ne vaut que seul.
 */
export const dureeConvenue = (prix: Montant, promesses: readonly Promesse[]): number | null => {
  const siennes = promesses.filter((p) => p.prix === prix && p.minutes > 0)
  const fermes = siennes.filter((p) => p.genre !== 'devis')
  const lues = fermes.length > 0 ? fermes : siennes
  return lues.length > 0 ? Math.max(...lues.map((p) => p.minutes)) : null
}

/** Le prix de ce qui se tient, au prorata de ce qui fut convenu ; jamais plus que le prix convenu. */
export const prixDuTenu = (prix: Montant, tenues: number, convenues: number): Montant =>
  tenues < convenues ? proportion(prix, tenues, convenues) : prix
