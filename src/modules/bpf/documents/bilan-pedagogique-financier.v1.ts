import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'

export type CaseV1 = {
  readonly repere: string
  readonly libelle: string
  readonly dont: boolean
  readonly somme: boolean
  /** Déjà mises en forme ; vides selon le genre du cadre. */
  readonly nombre: string
  readonly heures: string
  readonly montant: string
  readonly valeur: string
}

/** Ce que lit `bilan-pedagogique-financier.v1.typ`. */
export type BilanV1 = {
  readonly numero: string
  readonly organisme: OrganismeV1
  readonly cerfa: string
  readonly exercice: { readonly debut: string; readonly fin: string }
  readonly echeance: string
  readonly calculeLe: string
  readonly bloquants: number
  readonly cadres: readonly {
    readonly lettre: string
    readonly titre: string
    readonly genre: 'faits' | 'montant' | 'effectif'
    readonly cases: readonly CaseV1[]
  }[]
  readonly controles: readonly { readonly id: string; readonly niveau: string; readonly message: string }[]
}
