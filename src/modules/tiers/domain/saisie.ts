import type { GenreFinanceur } from './entreprise.ts'
import type { EntrepriseId } from './lus.ts'

export type Saisie = Omit<FicheVoulue, 'entreprise'> & { readonly employeur?: Employeur | undefined }

/** Ce qu'une fiche garde d'une structure. */
export type SaisieEntreprise = {
  readonly nom: string
  readonly siren?: string | undefined
  readonly siret?: string | undefined
  readonly nda?: string | undefined
  readonly adresse?: string | undefined
  readonly codePostal?: string | undefined
  readonly ville?: string | undefined
  readonly telephone?: string | undefined
  readonly courriel?: string | undefined
  readonly estClient: boolean
  readonly estOf: boolean
  readonly financeur?: GenreFinanceur | undefined
  /** ISO 3166-1 ; absent : la France. */
  readonly pays?: string | undefined
  readonly tvaIntra?: string | undefined
  /** Une association qui n’en a pas : personne ne le lui demandera. */
  readonly sansSiren?: boolean
}

export type Employeur = { readonly nom: string; readonly siret?: string | undefined }

/** Ce qu'une fiche garde d'une personne. */
export type FicheVoulue = {
  readonly prenom: string
  readonly nom: string
  readonly courriel?: string | undefined
  readonly telephone?: string | undefined
  readonly adresse?: string | undefined
  readonly codePostal?: string | undefined
  readonly ville?: string | undefined
  readonly entreprise?: EntrepriseId | undefined
}
