/** Ce que lit `attribution.v1.typ`. */
export type AttributionV1 = {
  readonly organisme: { readonly nom: string }
  readonly titre: string
  readonly auteurs: string
  readonly lignes: readonly { readonly quoi: string; readonly dit: string }[]
}
