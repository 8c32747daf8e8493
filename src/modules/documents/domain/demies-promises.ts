import type { DateCivile } from '#kernel/dates.ts'

/** Une demi-journée telle qu’une pièce figée la promet. */
export type DemiePromise = {
  readonly date: DateCivile
  readonly debut: string
  readonly fin: string
  /** « sur place », « à distance », « à préciser » ; absente : la pièce n’en dit rien. */
  readonly modalite?: string
}

/** L’action d’une pièce figée : « en présentiel », « à distance et en situation de travail »… */
export type ActionPromise = {
  readonly seances?: readonly DemiePromise[] | null
  readonly modalite?: string | null
  readonly lieu?: {
    readonly nom?: string
    readonly adresse?: { readonly ville?: string }
    readonly salles?: LieuPromis['salles']
  } | null
}

/** Le lieu d’une pièce figée : son nom, sans la ville quand l’adresse la dit. */
export type LieuPromis = {
  readonly nom: string
  readonly ville: string
  /** D’une convocation : les demi-journées dans une autre salle que celle de ce nom. */
  readonly salles: readonly { readonly date: string; readonly debut: string; readonly salle: string }[]
}

export const lieuPromis = (action: ActionPromise | null | undefined): LieuPromis | null => {
  const lieu = action?.lieu
  return lieu?.nom ? { nom: lieu.nom, ville: lieu.adresse?.ville ?? '', salles: lieu.salles ?? [] } : null
}

/** Où se suit chaque demi-journée d’une action qui ne le dit pas une à une ; rien de celle qui se suit des deux façons. */
const deLAction = (modalite: string): string | undefined => {
  const [place, distance] = [modalite.includes('en présentiel'), modalite.includes('à distance')]
  return place === distance ? undefined : place ? 'sur place' : 'à distance'
}

/**
 * Les demi-journées que promet une pièce ; nulles si elle n’en dit pas. Une action tout en présence, ou toute à distance, ne le redit pas
 * à chacune : elle l’a promis quand même, et qui a reçu « en présentiel » ira sur place tant que rien ne lui dit le contraire.
 */
export const demiesPromises = (action: ActionPromise | null | undefined): readonly DemiePromise[] | null => {
  if (!action?.seances) return null
  const dite = deLAction(action.modalite ?? '')
  return dite === undefined
    ? action.seances
    : action.seances.map((x) => (x.modalite === undefined ? { ...x, modalite: dite } : x))
}
