import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'

/** Ce que fige un acte de la vie des stagiaires : procès-verbal, griefs, convocation, décision. */
export type ActeStagiairesV1 = {
  readonly numero?: string
  readonly organisme: OrganismeV1
  readonly titre: string
  /** « R6352-9 à R6352-12 ». */
  readonly article: string
  readonly references: { readonly session: string }
  readonly action: {
    readonly intitule: string
    readonly debut: string
    readonly fin: string
    readonly lieu: string
  }
  readonly destinataire: string
  readonly corps: readonly string[]
  readonly faits: readonly { readonly quoi: string; readonly valeur: string }[]
  readonly fait: { readonly ville: string; readonly le: string }
  readonly signataires: {
    readonly organisme: { readonly prenom: string; readonly nom: string; readonly qualite: string }
  }
}
