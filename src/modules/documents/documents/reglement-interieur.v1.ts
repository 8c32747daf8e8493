import type { AdresseV1, OrganismeV1, PersonneV1, SignataireV1 } from '#platform/pdf/papier/papier.v1.ts'

/** Règlement intérieur des stagiaires (L6352-3 à L6352-5, R6352-1 à R6352-15) : ce que fige l’empreinte. */
export type ReglementInterieurV1 = {
  readonly numero: string
  readonly organisme: OrganismeV1
  /** Vrai tant que la déclaration d’activité n’est pas enregistrée. */
  readonly premiere?: boolean
  readonly enVigueurLe: string
  readonly lieux: readonly { readonly nom: string; readonly adresse: AdresseV1 }[]
  /** Qui reçoit les alertes, organise l’élection des délégués (R6352-11). */
  readonly responsable: PersonneV1 & {
    readonly qualite: string
    readonly telephone: string
    readonly courriel: string
  }
  readonly securite: { readonly incendie: string; readonly accident: string; readonly materiel: string }
  readonly vie: string
  readonly exclusionJoursMax: number
  readonly reclamation: { readonly courriel: string; readonly delaiJours: number }
  readonly fait: { readonly ville: string; readonly le: string }
  readonly signataires: { readonly organisme: SignataireV1 }
}
