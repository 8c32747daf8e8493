import type { Refus } from '#kernel/refus.ts'

/** Un élément XML déjà lu : nom local, attributs, enfants, texte propre, et sa place dans le fichier. */
export type Noeud = {
  readonly nom: string
  readonly espace: string
  readonly attributs: Readonly<Record<string, string>>
  readonly enfants: readonly Noeud[]
  readonly texte: string
  readonly ligne: number
  readonly colonne: number
}

/** Un fichier qui n’est pas du XML que nous lisions : rien n’en est gardé. */
export type RefusXml = Refus<
  | 'xml-trop-gros'
  | 'xml-doctype'
  | 'xml-trop-profond'
  | 'xml-trop-de-noeuds'
  | 'xml-mal-forme'
  | 'xml-encodage'
> & {
  readonly ligne?: number
}
