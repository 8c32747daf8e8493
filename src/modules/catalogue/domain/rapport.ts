import type { Constat } from './lheo.ts'
import type { OffreId } from './offre.ts'

export type LigneRapport = Constat & { readonly offre?: OffreId }

/** Une formation du fichier, et ce qu’elle est devenue. */
export type Sort = 'creee' | 'mise-a-jour' | 'inchangee' | 'adoptee'
export type FormationRapportee = {
  readonly offre: OffreId
  readonly intitule: string
  readonly ligne: number
  readonly sort: Sort
  /** Elle porte l’identité d’un autre organisme. */
  readonly etrangere: boolean
}

export type Comptes = {
  readonly creees: number
  readonly misesAJour: number
  readonly inchangees: number
  /** Déjà adoptées : un import n’y touche jamais. */
  readonly adoptees: number
  /** Des formations du fichier qui n’ont pas pu être lues. */
  readonly nonLues: number
}

/** Le rapport gardé avec l’import, imprimé tel quel par `--json`. */
export type Rapport = {
  readonly comptes: Comptes
  readonly formations: readonly FormationRapportee[]
  readonly lignes: readonly LigneRapport[]
  /** Lignes que le rapport ne garde pas : un fichier hostile en fabriquerait des millions. */
  readonly lignesOmises: number
}

export const LIGNES_GARDEES = 2_000

/** Les erreurs d’abord gardées, puis les autres ; le tout dans l’ordre du fichier. */
export const borner = (lignes: readonly LigneRapport[]): Pick<Rapport, 'lignes' | 'lignesOmises'> => {
  const poids = { erreur: 0, avertissement: 1, information: 2 } as const
  const gardees = lignes
    .toSorted((a, b) => poids[a.niveau] - poids[b.niveau])
    .slice(0, LIGNES_GARDEES)
    .toSorted((a, b) => a.ligne - b.ligne)
    // Une valeur coupée au milieu d’un signe : jsonb refuse la moitié qui reste.
    .map((l) => ({ ...l, phrase: l.phrase.toWellFormed() }))
  return { lignes: gardees, lignesOmises: lignes.length - gardees.length }
}
