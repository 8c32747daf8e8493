/** Ce que la coopérative attend qu’on lui paie, jour par jour. Pur. */
import type { DateCivile } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'

export type Attendu = { readonly jour: DateCivile; readonly montant: Montant }

/** Un jour, et ce qu’il doit rapporter. */
export type JourAttendu<T extends Attendu> = {
  readonly jour: DateCivile
  readonly total: Montant
  readonly lignes: readonly T[]
}

/** Les `max` premiers jours de `du` à `au` qui doivent rapporter quelque chose, le plus proche d’abord. */
export const parJour = <T extends Attendu>(
  lignes: readonly T[],
  { du, au, max }: { readonly du: DateCivile; readonly au: DateCivile; readonly max: number },
): JourAttendu<T>[] =>
  [
    ...Map.groupBy(
      lignes.filter((l) => l.jour >= du && l.jour <= au && l.montant > 0),
      (l) => l.jour,
    ).entries(),
  ]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, max)
    .map(([jour, siennes]) => ({
      jour,
      lignes: siennes,
      total: centimes(siennes.reduce((t, l) => t + l.montant, 0)),
    }))
