import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { estOuvre } from '#kernel/feries.ts'

/** Le jour ouvré le plus proche, avant : personne ne se réunit un dimanche, ni le premier janvier. */
export const ouvrable = (aujourdhui: DateCivile, ecart: number): number =>
  estOuvre(ajouterJours(aujourdhui, ecart)) ? ecart : ouvrable(aujourdhui, ecart - 1)

/** Le jour ouvré le plus proche, après : une séance à venir ne tombe ni à Noël, ni un samedi. */
export const ouvrableApres = (aujourdhui: DateCivile, ecart: number): number =>
  estOuvre(ajouterJours(aujourdhui, ecart)) ? ecart : ouvrableApres(aujourdhui, ecart + 1)

/** L’écart du `n`-ième jour ouvré avant (n < 0) ou après (n > 0) aujourd’hui, lui-même non compté. */
export const jourOuvre = (aujourdhui: DateCivile, n: number): number => {
  let ecart = 0
  for (let reste = Math.abs(n); reste > 0; reste -= 1)
    ecart = n < 0 ? ouvrable(aujourdhui, ecart - 1) : ouvrableApres(aujourdhui, ecart + 1)
  return ecart
}

/** Un nombre tiré d’un nom, toujours le même : la démonstration ne tire rien au sort. */
const tire = (nom: string, sur: number): number => {
  let n = 7
  for (const c of nom) n = (n * 31 + (c.codePointAt(0) ?? 0)) % 9973
  return n % sur
}

/**
 * À quelles secondes de la journée ces personnes signent, dans l’ordre où la tablette passe. La fenêtre s’ouvre au début de la
 * demi-journée : la première signe dans la minute, les autres de une à deux minutes plus tard, et jamais après `jusque`.
 */
export const secondesDeSignature = (
  noms: readonly string[],
  debut: number,
  jusque = Number.POSITIVE_INFINITY,
): readonly number[] => {
  let quand = 0
  const ecarts = noms.map((nom, rang) => {
    quand += rang === 0 ? 15 + tire(nom, 40) : 45 + tire(nom, 75)
    return quand
  })
  const place = Math.max(0, jusque - debut)
  return ecarts.map((e) => debut + (quand <= place ? e : Math.floor((e * place) / quand)))
}
