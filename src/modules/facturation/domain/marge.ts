/** Ce qu’une session rapporte et coûte, hors taxes. */
import { centimes, type Montant, moins, proportion } from '#kernel/montant.ts'

export type Marge = {
  readonly produits: Montant
  readonly couts: Montant
  readonly marge: Montant
  /** En points de base du produit ; nul sans produit, ou sans aucune charge dite : « 100 % » n’en serait pas une. */
  readonly taux: number | null
}

export const margeDe = (produits: Montant, couts: Montant): Marge => {
  const marge = moins(produits, couts)
  return {
    produits,
    couts,
    marge,
    taux: produits > 0 && couts !== 0 ? proportion(centimes(marge), 10_000, produits) : null,
  }
}
