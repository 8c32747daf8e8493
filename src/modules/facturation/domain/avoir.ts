/** Un avoir diminue une facture, ligne à ligne, et jamais au-delà de ce qu’elle vaut encore. */
import { centimes, formaterMontant, type Montant, moins, plus, proportion } from '#kernel/montant.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, typographier } from '#kernel/texte.ts'
import type { LigneDeFacture } from './facture.ts'

/** Une ligne de la facture d’origine, et ce que ses avoirs en ont déjà défait (positif). */
export type LigneADefaire = LigneDeFacture & {
  readonly rang: number
  readonly defait: Montant
  readonly minutesDefaites: ReadonlyMap<string, number>
}

export const resteDeLigne = (l: LigneADefaire): Montant =>
  centimes(l.montant >= 0 ? l.montant - l.defait : l.montant + l.defait)

/**
 * Ce qu’un avoir partiel fait des heures facturées : rendues au prorata (elles n’ont pas été suivies, ou pas par ce payeur),
 * ou gardées, et c’est une remise sur le prix : les heures suivies restent celles que le certificat atteste.
 */
export const sortsDesHeures = ['rendues', 'gardees'] as const
export type SortDesHeures = (typeof sortsDesHeures)[number]

/**
 * Les lignes d’un avoir : pour chaque rang, le montant hors taxes à rendre (positif). Les heures suivent au prorata, sauf
 * remise, et une ligne entièrement rendue rend toutes les siennes. Un acompte déduit se rétablit avec l’annulation entière
 * seulement.
 */
export const defaire = (
  lignes: readonly LigneADefaire[],
  rendre: ReadonlyMap<number, Montant>,
  sort: SortDesHeures = 'rendues',
): Result<readonly (LigneDeFacture & { readonly rang: number })[], Refus> => {
  const rendues: (LigneDeFacture & { readonly rang: number })[] = []
  for (const l of lignes) {
    const voulu = rendre.get(l.rang) ?? centimes(0)
    if (voulu === 0) continue
    const reste = resteDeLigne(l)
    if (voulu < 0 !== reste < 0 || Math.abs(voulu) > Math.abs(reste))
      return refuser(
        'avoir-trop-grand',
        `« ${l.libelle.slice(0, 60)} » ne vaut plus que ${formaterMontant(reste)} hors taxes : un avoir ne rend pas davantage.`,
      )
    const entiere = plus(voulu, l.montant >= 0 ? l.defait : centimes(-l.defait)) === l.montant
    const montant = centimes(-voulu)
    const remise = sort === 'gardees' && !entiere && l.heures.length > 0
    // L’argent d’une part de ligne ne dit pas de qui : ses heures se rendent à tous, et le papier le dit.
    const partagee = !entiere && !remise && l.heures.length > 1
    const dite = remise
      ? `Remise sur : ${l.libelle}`
      : partagee
        ? `Part rendue pour ${compter(l.heures.length, 'stagiaire')} ensemble : ${l.libelle}`
        : l.libelle
    rendues.push({
      ...l,
      libelle: typographier(dite).slice(0, 500),
      quantite: 1000,
      unite: 'forfait',
      prix: montant,
      montant,
      heures: (remise ? [] : l.heures).flatMap((h) => {
        const restent = h.minutes - (l.minutesDefaites.get(h.inscription) ?? 0)
        const minutes = entiere
          ? restent
          : Math.min(restent, proportion(centimes(h.minutes), voulu, Math.max(1, Math.abs(l.montant))))
        return minutes === 0 ? [] : [{ inscription: h.inscription, minutes: -minutes }]
      }),
    })
  }
  if (rendues.length === 0) return refuser('avoir-nul', 'Dites ce que l’avoir rend : au moins une ligne.')
  const total = rendues.reduce((t, l) => moins(t, l.montant), centimes(0))
  if (total < 0)
    return refuser(
      'avoir-negatif',
      'Un avoir rend quelque chose : son total ne peut pas demander davantage au client.',
    )
  return ok(rendues)
}
