/**
 * L’avis d’un juriste, ou d’une autre personne choisie, sur un groupement : demandé par courriel, rendu par le lien qu’il porte, ou hors d’ici et
 * recopié par la coopérative qui l’a demandé.
 */
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
  /** Ce que son lien ouvre : né au serveur, connu de personne d’autre ; absent d’une demande d’avant. */
  readonly lien?: string
  /** Le jour où la demande est partie. */
  readonly demandeLe: string
  /** Rien : l’avis n’est pas encore rendu. */
  readonly rendu: {
    readonly sens: SensDAvis
    readonly texte: string
    readonly le: string
    /** Reçu par le lien envoyé à ce courriel : qui le tenait l’a écrit. Absent : la coopérative l’a recopié. */
    readonly parLien?: boolean
  } | null
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
  if (c.contenu.rendu?.parLien) return 'Cet avis est reçu par le lien envoyé : il ne se recopie pas.'
  if (c.organisme !== moi) return 'La coopérative qui a demandé cet avis le recopie.'
  return le < c.contenu.demandeLe || le > jour
    ? 'L’avis est rendu après avoir été demandé, et pas un jour à venir.'
    : undefined
}
