export const reglagesDuServeur: readonly string[]
