/** Une tranche de marge cumulée sur l’exercice. Ses bornes s’entendent sur douze mois. */
export type Tranche = {
  /** En centimes ; rien : sans plafond, la dernière seulement. */
  readonly jusqua: number | null
  /** En millionièmes : 115 000 pour 11,5 %. */
  readonly taux: number
}

/** `marge-formation` : le barème propre à la formation ; `marge` : celui de tout le reste, et de tout sans lui. */
export type Assiette = 'marge' | 'marge-formation'

/** Ce que la CAE prélève à partir d’un jour. Un barème ne change pas : un autre, daté, le remplace. */
export type Bareme = {
  readonly depuis: string
  readonly assiette: Assiette
  readonly tranches: readonly Tranche[]
  /** Part fixe par mois civil d’activité, en centimes. Elle se lit au barème général, à défaut à celui de la formation. */
  readonly fixeMensuel: number
}

/** `bilan` : un bilan de compétences, hors du barème de la formation (Optéos) ; `exclu` : hors de toute contribution. */
export const genres = ['formation', 'autre', 'bilan', 'exclu'] as const
export type Genre = (typeof genres)[number]

const dernierEnVigueur = (baremes: readonly Bareme[], jour: string, assiette: Assiette): Bareme | undefined =>
  baremes
    .filter((b) => b.assiette === assiette && b.depuis <= jour)
    .reduce<Bareme | undefined>((a, b) => (a && a.depuis >= b.depuis ? a : b), undefined)

/** Le barème d’une pièce de ce jour : celui de la formation s’il en est un ce jour-là, sinon le général. */
export const baremeDe = (baremes: readonly Bareme[], jour: string, genre: Genre): Bareme | undefined =>
  (genre === 'formation' ? dernierEnVigueur(baremes, jour, 'marge-formation') : undefined) ??
  dernierEnVigueur(baremes, jour, 'marge')

/** La part fixe d’un mois, au barème de ce jour. */
export const fixeAu = (baremes: readonly Bareme[], jour: string): number | undefined =>
  (dernierEnVigueur(baremes, jour, 'marge') ?? dernierEnVigueur(baremes, jour, 'marge-formation'))
    ?.fixeMensuel

/** Une part d’un montant, prise par une tranche. */
export type Part = {
  /** En douzièmes de centime : les bornes d’un exercice coupé tombent au douzième. Négative quand l’on rend. */
  readonly base: bigint
  readonly taux: number
  /** Les bornes de la tranche en centimes, ramenées à l’exercice, arrondies vers le bas. */
  readonly de: number
  readonly a: number | null
}

const plusPetit = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const plusGrand = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/**
 * Ce que chaque tranche prend d’un cumul qui passe d’`avant` à `apres` (centimes), sur un exercice de `mois` douzièmes. Sous zéro, le
 * taux est celui de la première tranche : un avoir qui dépasse ce qui fut facturé rend au premier taux.
 */
export const traverser = (
  tranches: readonly Tranche[],
  avant: bigint,
  apres: bigint,
  mois: number,
): readonly Part[] => {
  const sens = apres < avant ? -1n : 1n
  const [debut, fin] = [plusPetit(avant, apres) * 12n, plusGrand(avant, apres) * 12n]
  let bas = 0n
  return tranches.flatMap((t, i) => {
    const haut = t.jusqua === null ? null : BigInt(t.jusqua) * BigInt(mois)
    const depuis = i === 0 ? debut : plusGrand(debut, bas)
    const jusqua = haut === null ? fin : plusPetit(fin, haut)
    const part: Part = {
      base: sens * (jusqua - depuis),
      taux: t.taux,
      de: Number(bas / 12n),
      a: haut === null ? null : Number(haut / 12n),
    }
    if (haut !== null) bas = haut
    return jusqua > depuis ? [part] : []
  })
}
