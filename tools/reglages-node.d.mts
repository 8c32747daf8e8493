export const reglagesDuServeur: readonly string[]
export function reglagesIci(
  env?: Readonly<Record<string, string | undefined>>,
  memoire?: number,
): readonly string[]
export const environnementDuServeur: Readonly<Record<string, string>>
