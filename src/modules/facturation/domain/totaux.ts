/**
 * Les totaux d’une facture, selon EN 16931 : la taxe se calcule sur la base de chaque taux, jamais ligne par ligne
 * (BT-117 = BT-116 × taux, arrondi au centime, la demie s’éloignant de zéro). Une seule fonction, pour l’écran, le papier et
 * la base.
 */
import { centimes, type Montant, plus, pourcentage, proportion, somme } from '#kernel/montant.ts'

/** `taux` en points de base. */
export type BaseTaxee = { readonly taux: number; readonly base: Montant; readonly tva: Montant }
export type Totaux = {
  readonly ht: Montant
  readonly tva: Montant
  readonly ttc: Montant
  /** Une ligne par taux, le plus fort d’abord. */
  readonly parTaux: readonly BaseTaxee[]
}

export const totaliser = (
  lignes: readonly { readonly montant: Montant; readonly taux: number }[],
): Totaux => {
  const bases = new Map<number, Montant>()
  for (const l of lignes) bases.set(l.taux, plus(bases.get(l.taux) ?? centimes(0), l.montant))
  const parTaux = [...bases]
    .toSorted(([a], [b]) => b - a)
    .map(([taux, base]) => ({ taux, base, tva: pourcentage(base, taux) }))
  const ht = somme(parTaux.map((t) => t.base))
  const tva = somme(parTaux.map((t) => t.tva))
  return { ht, tva, ttc: plus(ht, tva), parTaux }
}

/** Le hors taxes d’un montant convenu taxe comprise (l’échéance d’un particulier). */
export const horsTaxes = (ttc: Montant, taux: number): Montant => proportion(ttc, 10_000, 10_000 + taux)

/** Le montant d’une ligne : quantité en millièmes × prix, arrondi une fois (BT-131). */
export const montantDeLigne = (prix: Montant, quantite: number): Montant => proportion(prix, quantite, 1000)
