export const reglagesDuServeur: readonly string[]
export const environnementDuServeur: Readonly<Record<string, string>>
