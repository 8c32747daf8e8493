/** Ce qu’un retard coûte à un professionnel (C. com., L441-10 ; non relu) : des pénalités au jour le jour, et une indemnité. Pur. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'

/**
 * Les pénalités d’une somme, du lendemain de l’échéance au jour compris : taux annuel en points de base, sur 365 jours, arrondies une
 * fois. Zéro avant, ou sans rien de dû.
 */
export const penalitesDe = (
  du: { readonly solde: Montant; readonly echeance: DateCivile; readonly points: number },
  le: DateCivile,
): Montant => {
  const jours = Math.max(ecartEnJours(du.echeance, le), 0)
  const du_ = Math.max(du.solde, 0)
  // En entiers : un demi-centime va au-dessus, comme ailleurs.
  const numerateur = BigInt(du_) * BigInt(du.points) * BigInt(jours)
  return centimes(Number((numerateur * 2n + 3_650_000n) / 7_300_000n))
}
