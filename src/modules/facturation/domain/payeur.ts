import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'

/** Les fiches d’un même payeur, la gardée d’abord. */
export type FichesDuPayeur =
  | { readonly entreprises: readonly EntrepriseId[] }
  | { readonly personnes: readonly TiersId[] }
