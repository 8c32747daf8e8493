/** Deux demi-journées que l’on règle du même clic. */
type Demie = {
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly modalite?: string | null | undefined
  readonly cotraitant?: { readonly id: string } | null | undefined
  readonly salles: readonly { readonly id: string }[]
  readonly intervenants: readonly {
    readonly personne: string
    readonly minutes: number
    readonly confieeA?: string | null | undefined
  }[]
}

const memes = (a: readonly string[], b: readonly string[]) =>
  a.toSorted().join(' ') === b.toSorted().join(' ')

/** Qui anime, son temps s’il n’est pas toute la demi-journée, et la structure à qui c’est confié : le clic les récrit tous les trois. */
const animent = (x: Demie) =>
  x.intervenants.map(
    (i) =>
      `${i.personne}|${i.minutes === x.finMinutes - x.debutMinutes ? '' : i.minutes}|${i.confieeA ?? ''}`,
  )

/** Tenue par les mêmes personnes, dans les mêmes conditions, aux mêmes lieux : ce que l’on règle de l’une vaut de l’autre. */
export const pareilles = (a: Demie, b: Demie): boolean =>
  a.cotraitant?.id === b.cotraitant?.id &&
  a.modalite === b.modalite &&
  memes(
    a.salles.map((s) => s.id),
    b.salles.map((s) => s.id),
  ) &&
  memes(animent(a), animent(b))
