import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'

type Signataire = { readonly prenom: string; readonly nom: string; readonly qualite: string }

/** Ce que fige le contrat d’une mission, ou l’avenant d’un prêt. */
export type ActeDeMissionV1 = {
  readonly numero?: string
  readonly organisme: OrganismeV1
  readonly titre: string
  /** « L8241-2 » ; rien : aucun texte n’impose cet acte. */
  readonly article?: string
  /** Le premier et le dernier jour : le lien de signature vaut jusque-là. */
  readonly action: { readonly debut: string; readonly fin: string }
  /** Chaque partie : « qui reçoit », et comment le contrat la désigne. */
  readonly parties: readonly { readonly role: string; readonly nom: string }[]
  readonly articles: readonly { readonly titre: string; readonly texte: string }[]
  readonly fait: { readonly ville: string; readonly le: string }
  /** Ce qui se lit au-dessus de chaque signature. */
  readonly cases: { readonly organisme: string; readonly client: string }
  readonly signataires: { readonly organisme: Signataire; readonly client: Signataire }
}
