import type { ActiviteAPart } from './a-imprimer.ts'

/** Les minutes d’un plan, ou d’un seul de ses genres. */
export const minutesDuPlan = (plan: readonly ActiviteAPart[], genre?: ActiviteAPart['genre']): number =>
  plan.filter((x) => genre === undefined || x.genre === genre).reduce((t, x) => t + x.minutes, 0)
