/** Les mots de la facturation : ce qui se facture, d’où vient l’argent, ce qu’une ligne dit. Rien ici ne décide. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'

export type FactureId = Id<'Facture'>
export type ProjetId = Id<'ProjetFacture'>
export type ReglementId = Id<'Reglement'>
export type ChargeId = Id<'Charge'>
export type MouvementId = Id<'Mouvement'>

export const genresFacture = ['facture', 'acompte', 'avoir'] as const
export type GenreFacture = (typeof genresFacture)[number]
export const motGenre: Readonly<Record<GenreFacture, string>> = {
  facture: 'Facture',
  acompte: 'Facture d’acompte',
  avoir: 'Avoir',
}

/** Émise ici et figée, ou émise par un autre outil et seulement enregistrée. */
export type Provenance = 'emise' | 'enregistree'

export const natures = ['formation', 'acompte', 'annexe', 'dedit', 'hors-formation'] as const
/**
 * Ce qu’une ligne facture. `formation` : des heures suivies ; `acompte` : une avance demandée, ou déduite ; `annexe` : repas,
 * hébergement, outils (ligne 11 du BPF) ; `dedit` : une indemnité, jamais de la formation ;
 * `hors-formation` : conseil, location de salle, toujours taxables.
 */
export type Nature = (typeof natures)[number]
export const motNature: Readonly<Record<Nature, string>> = {
  formation: 'formation',
  acompte: 'acompte',
  annexe: 'frais liés : repas, hébergement, outils',
  dedit: 'dédit, distinct de la formation',
  'hors-formation': 'hors formation : conseil, location',
}

/** Ce qui peut livrer un bien plutôt que rendre un service : un livret, un outil vendus. */
export const naturesDeBien = ['annexe', 'hors-formation'] as const satisfies readonly Nature[]
export type NatureDeBien = (typeof naturesDeBien)[number]
export const estDeBien = (n: Nature): n is NatureDeBien => (naturesDeBien as readonly Nature[]).includes(n)
export const motBien: Readonly<Record<NatureDeBien, string>> = {
  annexe: 'frais liés, un bien : livret, outil',
  'hors-formation': 'hors formation, un bien vendu',
}

/** Ce qu’une facture dit de son objet (242 nonies A, I, 8° bis) : un dédit seul indemnise, il ne paie ni service ni bien. */
export const natureDesOperations = (
  lignes: readonly { readonly nature: Nature; readonly bien?: boolean }[],
): string => {
  const payees = lignes.filter((l) => l.nature !== 'dedit')
  if (payees.length === 0) return 'Indemnité, sans prestation ni livraison'
  if (payees.every((l) => l.bien)) return 'Livraison de biens'
  return payees.some((l) => l.bien)
    ? 'Livraison de biens et prestation de services'
    : 'Prestation de services'
}

export const unites = ['heure', 'jour', 'forfait', 'unite', 'stagiaire'] as const
export type Unite = (typeof unites)[number]
export const motUnite: Readonly<Record<Unite, string>> = {
  heure: 'heure',
  jour: 'jour',
  forfait: 'forfait',
  unite: 'unité',
  stagiaire: 'stagiaire',
}

export const moyens = ['virement', 'cheque', 'carte', 'prelevement', 'especes', 'autre'] as const
export type Moyen = (typeof moyens)[number]
export const motMoyen: Readonly<Record<Moyen, string>> = {
  virement: 'virement',
  cheque: 'chèque',
  carte: 'carte',
  prelevement: 'prélèvement',
  especes: 'espèces',
  autre: 'autre',
}

/** Les minutes qu’une ligne facture pour une personne ; négatives sur un avoir. */
export type HeuresDeLigne = { readonly inscription: Id<'Inscription'>; readonly minutes: number }

/** Une ligne, prête à s’écrire. `montant` est hors taxes, arrondi une fois ; `taux` en points de base. */
export type LigneDeFacture = {
  readonly nature: Nature
  /** Vrai : elle livre un bien (`naturesDeBien`) ; absent ou faux, elle rend un service, ou indemnise. */
  readonly bien?: boolean
  readonly libelle: string
  readonly inscription: Id<'Inscription'> | null
  /** La facture d’acompte que cette ligne déduit. */
  readonly acompte: FactureId | null
  /** En millièmes : 1 500 pour une heure et demie. */
  readonly quantite: number
  readonly unite: Unite
  readonly prix: Montant
  readonly montant: Montant
  readonly taux: number
  readonly heures: readonly HeuresDeLigne[]
}

export type Periode = { readonly du: DateCivile; readonly au: DateCivile }
