import { type Montant, plus, pourcentage } from '#kernel/montant.ts'
import type { Regime } from './dossier.ts'

/** Toutes taxes comprises. `taux` en points de base : 2000 pour 20 %, 0 sans TVA. */
export const ttc = (ht: Montant, taux: number): Montant => plus(ht, pourcentage(ht, taux))

/**
 * Ce que le client paie, et dont la loi règle l’échéancier. Un particulier à ses frais paie la taxe et ne la récupère
 * pas : le prix qu’il lit, les 30 % et le cumul de L6353-6 portent sur le prix toutes taxes comprises (C. conso., L112-1 :
 * le prix s’annonce taxe comprise ; déduit). Entre professionnels, le prix convenu est hors taxes.
 */
export const prixDu = (d: { readonly prix: Montant; readonly regime: Regime }, taux: number): Montant =>
  d.regime === 'contrat' ? ttc(d.prix, taux) : d.prix
