import type { Seuils } from './seuils.ts'

export type CaseSuivie = {
  readonly etat: 'presente' | 'absente' | 'attendue'
  readonly minutes: number
  readonly perdues: number
}

export type Assiduite = {
  /** Minutes des demi-journées passées et statuées : ce qui attend un statut ne compte ni pour ni contre. */
  readonly passeMin: number
  readonly suiviMin: number
  /** Pour cent, entier, au-dessous ; nul si rien n’est statué. */
  readonly taux: number | null
  readonly absences: number
  /** Absences d’affilée, jusqu’à la dernière demi-journée statuée. */
  readonly deSuite: number
  readonly sansStatut: number
}

/** `cases` : celles d’une personne, dans l’ordre. */
export const assiduiteDe = (cases: readonly CaseSuivie[]): Assiduite => {
  const statuees = cases.filter((c) => c.etat !== 'attendue')
  const passeMin = statuees.reduce((t, c) => t + c.minutes, 0)
  const suiviMin = statuees.reduce(
    (t, c) => t + (c.etat === 'presente' ? Math.max(0, c.minutes - c.perdues) : 0),
    0,
  )
  const dernierePresence = statuees.findLastIndex((c) => c.etat === 'presente')
  return {
    passeMin,
    suiviMin,
    taux: passeMin === 0 ? null : Math.floor((suiviMin * 100) / passeMin),
    absences: statuees.filter((c) => c.etat === 'absente').length,
    deSuite: statuees.length - 1 - dernierePresence,
    sansStatut: cases.length - statuees.length,
  }
}

export type Decrochage = 'absences-de-suite' | 'assiduite-basse'

/**
 * Un signal, pas un verdict : on reprend contact (indicateur 12). Une seule absence n’en est pas un, quelle que soit la
 * part qu’elle pèse. Les seuils sont des paramètres datés, douteux.
 */
export const decrochage = (
  a: Assiduite,
  s: Pick<Seuils, 'absencesDeSuite' | 'assiduitePourCent'>,
): Decrochage | undefined =>
  a.deSuite >= s.absencesDeSuite
    ? 'absences-de-suite'
    : a.absences >= 2 && a.taux !== null && a.taux < s.assiduitePourCent
      ? 'assiduite-basse'
      : undefined
