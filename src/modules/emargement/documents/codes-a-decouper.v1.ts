/** Ce que dit la feuille de codes : un carré par personne et pour une demi-journée. Ce n’est pas une pièce : rien n’est gardé. */
export type CodesADecouperV1 = {
  readonly organisme: { readonly nom: string; readonly couleur?: string }
  readonly intitule: string
  /** « Mardi 24 novembre 2026, matin, 9 h – 12 h 30 ». */
  readonly demi: string
  readonly lieu: string
  /** « 14 h 30 » : l’heure où l’on ne signe plus. */
  readonly jusque: string
  readonly codes: readonly {
    readonly nom: string
    readonly adresse: string
    /** Les lignes de 0 et de 1, séparées par « / ». */
    readonly qr: string
  }[]
}
