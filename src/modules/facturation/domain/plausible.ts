/** Ce qu’une saisie a d’impossible, et que personne ne relirait : un jour d’un autre siècle, une taxe qu’aucun taux ne fait. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant, type Montant, moins, pourcentage } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { tauxLegaux } from './tva.ts'

/** Avant elle, une date est une faute de frappe : aucune pièce de formation encore à tenir n’est plus vieille. */
const tropTot = '2000-01-01' as DateCivile

/** Le jour d’une pièce ou d’une charge ; `aVenir`, combien de jours d’avance se comprennent (une charge de fin d’exercice). */
export const refusDeJour = (
  quoi: string,
  jour: DateCivile,
  aujourdhui: DateCivile,
  aVenir = 0,
): Refus | undefined =>
  jour < tropTot || jour > ajouterJours(aujourdhui, aVenir)
    ? refus('jour-impossible', `${quoi} ne peut pas être du ${formaterDate(jour)} : vérifiez l’année.`)
    : undefined

/** Un montant de taxe qu’aucun taux français ne fait (`tauxLegaux`), un centime d’arrondi près. */
export const refusDeTaxe = (ht: Montant, tva: Montant): Refus | undefined => {
  const [base, taxe] = [centimes(Math.abs(ht)), Math.abs(tva)]
  if (tauxLegaux.some((t) => Math.abs(taxe - pourcentage(base, t)) <= 1)) return undefined
  const plafond = pourcentage(base, tauxLegaux[0])
  return taxe > plafond
    ? refus(
        'taxe-impossible',
        `La TVA dépasse 20 % du hors taxes : ${formaterMontant(tva)}, pour ${formaterMontant(plafond)} au plus.`,
      )
    : refus(
        'taxe-impossible',
        `Aucun taux ne fait ${formaterMontant(tva)} de TVA sur ${formaterMontant(ht)}. Une facture à plusieurs taux s’enregistre part par part, sous son numéro suivi de /1, /2.`,
      )
}

/** Combien de jours un versement précède, au plus, la facture qu’il paie : un acompte d’avant la session, pas davantage. */
const avanceMaximale = 731

/** Un versement daté bien avant sa facture est une faute d’année. */
export const refusDeVersement = (jour: DateCivile, emiseLe: DateCivile): Refus | undefined =>
  jour < ajouterJours(emiseLe, -avanceMaximale)
    ? refus(
        'versement-trop-tot',
        `Un règlement du ${formaterDate(jour)} précéderait de plus de deux ans sa facture, du ${formaterDate(emiseLe)} : vérifiez l’année.`,
      )
    : undefined

/** Un versement qui dépasse tout ce que ce payeur doit : une faute de frappe, ou une avance que la personne confirme. */
export const refusDeSurplus = (montant: Montant, du: Montant, payeur: string): Refus | undefined =>
  montant > du
    ? refus(
        'surplus',
        `${formaterMontant(montant)} dépassent ce que doit ${payeur}, ${formaterMontant(du)} : corrigez, ou confirmez que ${formaterMontant(moins(montant, du))} restent en avance.`,
      )
    : undefined
