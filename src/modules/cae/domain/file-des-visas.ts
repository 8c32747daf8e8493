import { plier } from '#kernel/texte.ts'

/** Ce qui engage la coopérative et se vise sur une page d’un autre module : de quel genre, pour combien, depuis quand, où. */
export type AViserAilleurs = {
  readonly id: string
  /** « contrat-de-mission » : ce que le filtre de la file et les plafonds nomment. */
  readonly genre: string
  /** « Contrat de sous-traitance ». */
  readonly nom: string
  readonly libelle: string
  /** Avec qui : l’autre coopérative. */
  readonly avec: string
  /** Centimes hors taxes. */
  readonly montant: number | null
  readonly depuis: Date
  readonly href: string
}

/** De plus : la personne qui lit la vise-t-elle elle-même, sinon pourquoi (`domain/plafonds.ts`). */
export type AViserLue = AViserAilleurs & { readonly permis: boolean; readonly pourquoi: string | null }

/** Les mêmes choix que la base fait des pièces. `activite` : une enseigne choisie ; ce qui se vise ailleurs n’en dit pas. */
export const choisirAilleurs = <A extends AViserAilleurs>(
  toutes: readonly A[],
  f: {
    readonly q?: string
    readonly genre?: string
    readonly activite?: string
    readonly auMoins?: number | null
    readonly avant?: Date | null
  },
): readonly A[] =>
  toutes.filter(
    (x) =>
      f.activite === undefined &&
      (!f.genre || x.genre === f.genre) &&
      (!f.q || plier(`${x.nom} ${x.libelle} ${x.avec}`).includes(plier(f.q))) &&
      (f.auMoins == null || (x.montant ?? -1) >= f.auMoins) &&
      (f.avant == null || x.depuis <= f.avant),
  )
