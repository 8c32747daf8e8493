/**
 * La taxe d’une ligne tient au régime de l’organisme et à ce qui est vendu, jamais à la personne qui vend : l’attestation 3511
 * s’impose à toutes les opérations de formation continue de son titulaire (CGI, annexe II, 202 A à 202 D ; cae.md § 2.3).
 */
import type { Nature } from './facture.ts'

/** Ce que la fiche de l’organisme dit de sa TVA le jour de la facture. */
export type TvaDuJour = {
  /** `a-dire` : la coopérative ne l’a pas encore dit, et rien ne s’émet. */
  readonly regime: 'exonere' | 'franchise' | 'assujetti' | 'a-dire'
  /** « Exonération de TVA, article 261-4-4° a du CGI » ; absent quand la taxe est due. */
  readonly texte?: string
  /** Points de base, pour la formation. */
  readonly taux: number
}

/**
 * Les taux qu’une ligne peut porter, en points de base, le plus haut d’abord : métropole (CGI, art. 278 à 281 nonies) ; Guadeloupe,
 * Martinique, La Réunion (art. 294 et 296 : 8,5 et 2,1 %) ; aucun.
 */
export const tauxLegaux = [2000, 1000, 850, 550, 210, 0] as const

/**
 * Conseil, location, ingénierie vendue seule : l’exonération de la formation ne les couvre pas. En franchise, rien n’est taxé.
 * Un dédit indemnise, il ne paie aucune prestation : hors du champ (douteux, à confirmer par l’expert-comptable ; un seul
 * endroit à corriger).
 */
export const tauxDe = (nature: Nature, tva: TvaDuJour): number =>
  nature === 'dedit' || tva.regime === 'franchise' ? 0 : nature === 'hors-formation' ? 2000 : tva.taux

export const mentionDedit = 'Indemnité de dédit, hors du champ de la TVA.'

/** Ce que dit la colonne de la taxe d’une ligne qui n’en porte pas ; rien si elle est taxée : son taux suffit. */
export const motSansTva = (
  l: { readonly nature: Nature; readonly taux: number },
  tva: TvaDuJour,
): string | undefined =>
  l.taux !== 0
    ? undefined
    : l.nature === 'dedit'
      ? 'hors champ'
      : tva.regime === 'franchise'
        ? 'non applicable'
        : 'exonéré'

/** Les textes qui justifient chaque taux nul de la facture (242 nonies A, I, 12°) ; vide : tout est taxé. */
export const mentionsDe = (
  lignes: readonly { readonly nature: Nature; readonly taux: number }[],
  tva: TvaDuJour,
): readonly string[] => {
  const nulles = lignes.filter((l) => l.taux === 0)
  return [
    ...(nulles.some((l) => l.nature !== 'dedit') && tva.texte ? [tva.texte] : []),
    ...(nulles.some((l) => l.nature === 'dedit') ? [mentionDedit] : []),
  ]
}
