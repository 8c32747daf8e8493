/** Ce qu’une charge et un exercice disent d’impossible. Leurs montants nourrissent le cadre D du bilan. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { refusDeJour } from './plausible.ts'

/** Une charge de fin d’exercice se saisit d’avance, d’un an au plus. */
const avanceDUneCharge = 366

export const refusDeCharge = (
  c: { readonly compte: string; readonly ht: Montant; readonly jour: DateCivile },
  aujourdhui: DateCivile,
): Refus | undefined => {
  if (!/^6\d{1,9}$/.test(c.compte)) return refus('compte', 'Une charge porte un compte de la classe 6.')
  if (c.ht === 0) return refus('montant-nul', 'Une charge a un montant.')
  return refusDeJour('Une charge', c.jour, aujourdhui, avanceDUneCharge)
}

type Exercice = { readonly debut: DateCivile; readonly fin: DateCivile }

/** `connus` : les exercices déjà dits ; celui du même début est celui que l’on corrige. Vingt-quatre mois : deux ans et un jour. */
export const refusDExercice = (e: Exercice, connus: readonly Exercice[]): Refus | undefined => {
  if (e.debut >= e.fin || ajouterJours(e.debut, 731) < e.fin)
    return refus('duree', 'Un exercice finit après son début, et dure vingt-quatre mois au plus.')
  return connus.some((x) => x.debut !== e.debut && x.debut <= e.fin && e.debut <= x.fin)
    ? refus('chevauche', 'Cet exercice en chevauche un autre.')
    : undefined
}

/** Les jours de relance après l’échéance, dans l’ordre des trois lettres. */
export const refusDeRelances = (jours: readonly [number, number, number]): Refus | undefined =>
  jours[0] < jours[1] && jours[1] < jours[2]
    ? undefined
    : refus('relances', 'Les relances se suivent : chacune après la précédente.')
