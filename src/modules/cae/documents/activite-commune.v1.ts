import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'

type Signataire = { readonly prenom: string; readonly nom: string; readonly qualite: string }

/** Ce que fige l’exemplaire d’une personne : le texte commun à toutes, et qui le signe. */
export type ActiviteCommuneV1 = {
  readonly numero?: string
  readonly organisme: OrganismeV1
  /** La marque commune, et ce qu’elle fait. */
  readonly marque: string
  readonly objet: string
  /** « du 1er janvier 2027, sans terme ». */
  readonly duree: string
  /** Chaque enseigne, ses personnes, sa part écrite (« 40 % »). */
  readonly parts: readonly { readonly enseigne: string; readonly personnes: string; readonly part: string }[]
  /** Ce qui reste à la marque. */
  readonly reste: string
  /** Les personnes de la marque même, quand elle en a. */
  readonly deLaMarque?: string
  /** De qui est cet exemplaire : sa fiche, et son enseigne. */
  readonly partie: { readonly personne: string; readonly enseigne: string }
  /** Les cadres dont il dit les parts, et les fiches de toutes les personnes parties : que l’un change, et il ne se signe plus. */
  readonly cadres?: readonly string[]
  readonly gens?: readonly string[]
  readonly articles: readonly { readonly titre: string; readonly texte: string }[]
  readonly fait: { readonly ville: string; readonly le: string }
  /** Où son lien part ; rien : sa fiche n’a pas d’adresse. */
  readonly client?: { readonly courriel: string }
  readonly signataires: { readonly organisme: Signataire; readonly client: Signataire }
}
