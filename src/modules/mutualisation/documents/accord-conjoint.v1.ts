/** Ce que lit `accord-conjoint.v1.typ`. */
export type AccordConjointV1 = {
  readonly organisme: { readonly nom: string }
  readonly pole: string
  readonly titre: string
  readonly rang: number
  readonly ecritLe: string
  readonly articles: readonly { readonly titre: string; readonly texte: string }[]
  readonly signataires: readonly { readonly nom: string; readonly le: string }[]
}
