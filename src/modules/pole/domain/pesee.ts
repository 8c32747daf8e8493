/** Peser les thèmes d'un tour de table : chaque coopérative répartit des points ; ensemble, ils disent par quoi commencer. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { POINTS_A_REPARTIR } from './depouiller.ts'

export type Pesee = { readonly themes: readonly string[]; readonly points: readonly number[] }

/** Les points d'une coopérative, thème par thème. De 1 à `POINTS_A_REPARTIR` en tout ; un thème inconnu ou dit deux fois se refuse. */
export const lirePesee = (
  connus: readonly string[],
  dits: readonly { readonly theme: string; readonly points: number }[],
): Result<Pesee, Refus<'theme' | 'points'>> => {
  const vus = new Set(dits.map((d) => d.theme))
  if (vus.size !== dits.length || dits.some((d) => !connus.includes(d.theme)))
    return refuser('theme', 'Un de ces thèmes n’est pas de cette rencontre.')
  const gardes = dits.filter((d) => d.points > 0)
  const total = gardes.reduce((n, d) => n + d.points, 0)
  if (dits.some((d) => !Number.isInteger(d.points) || d.points < 0) || total < 1 || total > POINTS_A_REPARTIR)
    return refuser(
      'points',
      `Répartissez de 1 à ${POINTS_A_REPARTIR} points\u00a0; vous en avez donné ${total}.`,
    )
  return ok({ themes: gardes.map((d) => d.theme), points: gardes.map((d) => d.points) })
}

/** Les points que chaque thème a reçus, et combien de coopératives en ont donné. Un thème disparu ne compte pas. */
export const peserThemes = (
  themes: readonly string[],
  pesees: readonly Pesee[],
): ReadonlyMap<string, { readonly points: number; readonly cooperatives: number }> =>
  new Map(
    themes.map((t) => {
      const recus = pesees.map((p) => p.points[p.themes.indexOf(t)] ?? 0).filter((n) => n > 0)
      return [t, { points: recus.reduce((a, b) => a + b, 0), cooperatives: recus.length }]
    }),
  )

/** Les thèmes du plus lourd au plus léger ; à poids égal, dans l'ordre où ils furent nommés. */
export const parPoids = <T extends { readonly id: string }>(
  themes: readonly T[],
  poids: ReadonlyMap<string, { readonly points: number }>,
): readonly T[] => themes.toSorted((a, b) => (poids.get(b.id)?.points ?? 0) - (poids.get(a.id)?.points ?? 0))
