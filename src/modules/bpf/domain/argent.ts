import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import {
  type Charge,
  type Exercice,
  type Financeur,
  type HeuresDePeriode,
  type LigneC,
  lignesDesFinanceurs,
  type Produit,
} from './dossier.ts'
import {
  arrondir,
  comparer,
  diviser,
  entier,
  estNulle,
  estPositive,
  type Fraction,
  multiplier,
  plafonner,
  zero,
} from './fraction.ts'
import type { Lectures } from './parametres.ts'
import type { SommeAction } from './sommes.ts'
import { dansExercice } from './stagiaires.ts'

export type Methode = 'ecriture' | 'prorata' | 'periode' | 'date' | 'debut'

/** R19. La ligne du cadre C de ce payeur ; rien hors du champ de la formation. */
export const ligneC = (financeur: Financeur): LigneC | null => lignesDesFinanceurs[financeur]

/** R20. Une recette sans origine dite n’est jamais devinée. */
export const estAAffecter = (produit: Produit): boolean => produit.financeur === null

/** Les heures d’une session dans une période à cheval. */
export type LireHeures = (
  session: string,
  periode: { readonly du: DateCivile; readonly au: DateCivile },
) => HeuresDePeriode | undefined

/**
 * R16. Quelle part d’une période tombe dans l’exercice : tout ou rien quand elle n’est pas à cheval ; à cheval, les heures de
 * l’action y décident ; sans heure, ses jours (le temps écoulé : doute, à confirmer par l’expert-comptable).
 */
export const partDeLaPeriode = (
  p: { readonly du: DateCivile; readonly au: DateCivile; readonly heures: HeuresDePeriode | null },
  e: Exercice,
): Fraction => {
  const [du, au] = [p.du > e.debut ? p.du : e.debut, p.au < e.fin ? p.au : e.fin]
  if (du > au) return zero
  if (du === p.du && au === p.au) return entier(1)
  if (p.heures && estPositive(p.heures.enTout)) return diviser(p.heures.ici, p.heures.enTout)
  const jours = (a: DateCivile, b: DateCivile) => entier(ecartEnJours(a, b) + 1)
  return diviser(jours(du, au), jours(p.du, p.au))
}

/**
 * R16 et R18. La part du produit acquise dans l’exercice, exacte, et comment on l’a su. Ni la facture ni l’encaissement n’y
 * comptent. Rien quand l’action n’a aucune heure : le prorata n’existe pas.
 */
export const produitDeLExercice = (
  produit: Produit,
  exercice: Exercice,
  action: Pick<SommeAction, 'ici' | 'enTout' | 'premiere'> | undefined,
  lectures: Pick<Lectures, 'argentACheval'>,
): { readonly montant: Fraction; readonly methode: Methode } | undefined => {
  const r = produit.rattachement
  if (r.genre === 'ecriture') return { montant: r.montant, methode: 'ecriture' }
  if (r.genre === 'date')
    return { montant: dansExercice(exercice, r.date) ? produit.montant : zero, methode: 'date' }
  if (r.genre === 'periode')
    return {
      montant: multiplier(
        produit.montant,
        lectures.argentACheval === 'debut'
          ? entier(dansExercice(exercice, r.du) ? 1 : 0)
          : partDeLaPeriode(r, exercice),
      ),
      methode: 'periode',
    }
  if (!action || !estPositive(action.enTout)) return undefined
  if (lectures.argentACheval === 'debut')
    return {
      montant: dansExercice(exercice, action.premiere) ? produit.montant : zero,
      methode: 'debut',
    }
  return { montant: multiplier(produit.montant, diviser(action.ici, action.enTout)), methode: 'prorata' }
}

/** R17. Euros entiers, ligne par ligne. */
export const arrondirLigne = (exact: Fraction): number => arrondir(exact)

/**
 * R21. Pourcent entier du total non arrondi sur le chiffre d’affaires ; au moins 1 s’il y a eu activité. Un chiffre
 * d’affaires nul ou négatif ne donne aucune part : V10 le dira.
 */
export const partDuChiffreAffaires = (
  exact: Fraction,
  total: number,
  chiffreAffaires: Fraction,
  lectures: Pick<Lectures, 'arrondiDeLaPart'>,
): number => {
  if (total === 0 || !estPositive(chiffreAffaires)) return 0
  const part = multiplier(diviser(exact, chiffreAffaires), entier(100))
  const arrondie = lectures.arrondiDeLaPart === 'proche' ? arrondir(part) : plafonner(part)
  return total > 0 && arrondie < 1 && comparer(part, zero) >= 0 ? 1 : arrondie
}

/** R22. Toute charge compte au total ; les « dont » se lisent au compte et à ce que la charge paie. */
export const casesD = (charge: Charge): readonly string[] => [
  'D.total',
  ...(charge.formateur && charge.compte.startsWith('6411') ? ['D.salairesFormateurs'] : []),
  ...(charge.prestationFormation && /^(604|6226)/.test(charge.compte) ? ['D.achatsHonoraires'] : []),
]

/** Un produit nul dans l’exercice ne compose aucune case. */
export const compose = (montant: Fraction): boolean => !estNulle(montant)
