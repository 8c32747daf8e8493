import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { GenreFinanceur } from './entreprise.ts'
import type { CodeStatut } from './statuts.ts'

/** Une personne connue de la coopérative : un stagiaire, un contact, un intervenant. Rien à voir avec un compte. */
export type TiersId = Id<'Tiers'>
export type EntrepriseId = Id<'Entreprise'>
export type ContactId = Id<'Contact'>
export type StatutId = Id<'Statut'>
export type FusionId = Id<'Fusion'>

export type Tiers = {
  readonly id: TiersId
  readonly activite: ActiviteId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly telephone: string | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly entreprise: EntrepriseId | null
  readonly employeur: string | null
  readonly siret: string | null
  /** « nom prénom » replié : l'ordre de la liste. */
  readonly pli: string
}

/** Une structure : cliente, financeur, autre organisme de formation, ou simple employeur. */
export type Entreprise = {
  readonly id: EntrepriseId
  readonly activite: ActiviteId
  readonly nom: string
  readonly siren: string | null
  readonly siret: string | null
  /** Numéro de déclaration d'activité, si c'est un organisme de formation. */
  readonly nda: string | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly telephone: string | null
  readonly courriel: string | null
  readonly estClient: boolean
  readonly estOf: boolean
  /** Nul : ne finance pas la formation d'autrui. */
  readonly financeur: GenreFinanceur | null
  /** ISO 3166-1. */
  readonly pays: string
  readonly tvaIntra: string | null
  /** Une association qui n’a pas de SIREN. */
  readonly sansSiren: boolean
  readonly pli: string
}

export type Contact = {
  readonly id: ContactId
  readonly activite: ActiviteId
  readonly entreprise: EntrepriseId
  readonly nomEntreprise: string
  readonly personne: TiersId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly telephone: string | null
  readonly fonction: string | null
  /** Engage l'entreprise : une convention peut lui être adressée. */
  readonly peutSigner: boolean
}

/** Un statut d'intervenant, début et fin compris ; sans fin, il court encore. */
export type Statut = {
  readonly id: StatutId
  readonly personne: TiersId
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly statut: CodeStatut
  /** Qui la met à disposition, la porte, ou l'emploie quand c'est un sous-traitant. */
  readonly entreprise: EntrepriseId | null
  readonly nomEntreprise: string | null
}

export type Intervenant = {
  readonly personne: TiersId
  readonly activite: ActiviteId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  /** Son compte, s'il en a un. */
  readonly compte: PersonneId | null
  /** Titres et qualités (L6352-1). */
  readonly titres: string
  /** Leur rapport avec la prestation (L6352-1). */
  readonly rapport: string
  /** Le statut au jour demandé ; nul s'il n'y en a pas ce jour-là. */
  readonly statut: CodeStatut | null
}
