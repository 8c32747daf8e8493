/** L’avis d’un juriste, ou d’une autre personne choisie, sur un groupement : demandé d’ici par courriel, rendu hors d’ici, puis recopié. */
import type { OrganismeId } from '#kernel/id.ts'

export const sensDAvis = {
  favorable: 'favorable',
  reserves: 'favorable avec réserves',
  defavorable: 'défavorable',
} as const
export type SensDAvis = keyof typeof sensDAvis
export type Conseil = {
  readonly nom: string
  readonly qualite: string
  readonly courriel: string
  readonly question: string
  /** Le jour où la demande est partie. */
  readonly demandeLe: string
  /** Rien : l’avis n’est pas encore rendu. */
  readonly rendu: { readonly sens: SensDAvis; readonly texte: string; readonly le: string } | null
}
export type ConseilSuivi = {
  readonly cle: string
  readonly organisme: OrganismeId
  readonly contenu: Conseil
}

/** Ce qui empêche de recopier un avis ; rien : il se recopie. */
export const obstacleAuRendu = (
  c: ConseilSuivi | undefined,
  moi: OrganismeId,
  le: string,
  jour: string,
): string | undefined => {
  if (c === undefined) return 'Cet avis n’a pas été demandé.'
  if (c.organisme !== moi) return 'La coopérative qui a demandé cet avis le recopie.'
  return le < c.contenu.demandeLe || le > jour
    ? 'L’avis est rendu après avoir été demandé, et pas un jour à venir.'
    : undefined
}
