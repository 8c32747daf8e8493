/** Ce qu’une demi-journée vaut pour une personne. Les minutes de retard et de départ anticipé se retirent. */
export type Suivi =
  | {
      readonly etat: 'signee' | 'regularisee'
      readonly retardMin?: number
      readonly departAnticipeMin?: number
    }
  | { readonly etat: 'absente' }
  | { readonly etat: 'attendue' }
  /** Séance annulée : elle ne compte ni au planifié ni au suivi. */
  | { readonly etat: 'annulee' }

export type SeanceSuivie = {
  readonly debut: number
  readonly fin: number
  /** Pauses longues (repas) : hors du temps de formation ; les pauses courtes y restent, par usage (non relu). */
  readonly pauseLongueMin?: number
  readonly distance: boolean
  readonly suivi: Suivi
}

export type HeuresSuivies = {
  readonly planifieMin: number
  readonly suiviMin: number
  readonly distanceMin: number
  readonly signatures: number
  readonly regularisations: number
  readonly absences: number
  /** Demi-journées sans présence ni absence : tant qu’il en reste, rien ne se certifie. */
  readonly nonStatuees: number
}

const entier = (n: number | undefined): number => Math.max(0, Math.trunc(n ?? 0))

/**
 * Les minutes vraiment suivies par une inscription : toujours entre zéro et le planifié. Une demi-journée
 * attendue ne vaut rien, elle n’est pas présumée suivie.
 */
export const calculerHeuresSuivies = (seances: readonly SeanceSuivie[]): HeuresSuivies => {
  let [planifieMin, suiviMin, distanceMin, signatures, regularisations, absences, nonStatuees] = [
    0, 0, 0, 0, 0, 0, 0,
  ]
  for (const s of seances) {
    if (s.suivi.etat === 'annulee') continue
    const duree = Math.max(0, s.fin - s.debut - entier(s.pauseLongueMin))
    planifieMin += duree
    switch (s.suivi.etat) {
      case 'absente':
        absences += 1
        break
      case 'attendue':
        nonStatuees += 1
        break
      default: {
        const minutes = Math.max(0, duree - entier(s.suivi.retardMin) - entier(s.suivi.departAnticipeMin))
        suiviMin += minutes
        if (s.distance) distanceMin += minutes
        if (s.suivi.etat === 'signee') signatures += 1
        else regularisations += 1
      }
    }
  }
  return { planifieMin, suiviMin, distanceMin, signatures, regularisations, absences, nonStatuees }
}

/** Les quatre compteurs d’une inscription, en minutes. */
export type Compteurs = {
  /** Ce que l’action promet : sa durée au catalogue ; à défaut, ce qui est planifié. */
  readonly prevuMin: number
  readonly planifieMin: number
  readonly realiseMin: number
  /** Ce qui se facture : ce qui a été réalisé, ni plus ni moins. */
  readonly facturableMin: number
}
export const compteursDe = (h: HeuresSuivies, prevuMin: number | null): Compteurs => ({
  prevuMin: prevuMin ?? h.planifieMin,
  planifieMin: h.planifieMin,
  realiseMin: h.suiviMin,
  facturableMin: h.suiviMin,
})
