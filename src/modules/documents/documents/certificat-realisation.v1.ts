import type { OrganismeV1, PersonneV1, SignataireV1, SignatureV1 } from '#platform/pdf/papier/papier.v1.ts'

/** Nature de l'action (L6313-1), dans l'ordre du modèle du ministère. */
export type NatureV1 = 'formation' | 'bilan' | 'vae' | 'apprentissage'

/** Certificat de réalisation (R6332-26, arrêté du 21 décembre 2018) : les données que fige l'empreinte. */
export type CertificatRealisationV1 = {
  /** `CR-2026-0147-06`. */
  readonly numero: string
  readonly organisme: OrganismeV1
  readonly beneficiaire: PersonneV1 & { readonly entreprise?: string }
  readonly action: {
    readonly intitule: string
    readonly nature: NatureV1
    /** Jours civils `AAAA-MM-JJ`. */
    readonly debut: string
    readonly fin: string
    /** Réellement suivies, jamais prévues. */
    readonly minutesRealisees: number
    /** Dont à distance. */
    readonly minutesDistance: number
    /** De la distance, les activités comptées au temps estimé ; absent, toutes. Le reste fut suivi en classe virtuelle. */
    readonly minutesEstimees?: number
    /** « présentiel », « distance », « situation de travail » : se lit après « En ». */
    readonly modalite: string
    readonly session: string
    readonly convention?: string
    /** Ville : se lit après « à ». */
    readonly lieu: string
    /** D’une session d’enseigne : qui a animé les séances suivies, prénom et nom, dans l’ordre. Absent, rien n’est dit. */
    readonly animateurs?: readonly string[]
    /** Vrai : le certificat porte sur une période achevée d'une action qui continue. */
    readonly intermediaire?: boolean
  }
  readonly cofinancementEuropeen: boolean
  readonly justificatifs: { readonly feuilles: readonly string[]; readonly signatures: number }
  readonly fait: { readonly ville: string; readonly le: string }
  readonly signataire: SignataireV1
}

/** La signature de l'organisme, s'il a signé en ligne ; absente, la case reste à signer. */
export type SignaturesCertificatV1 = { readonly organisme?: SignatureV1 }
