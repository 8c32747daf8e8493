import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Nda, Siret, Uai } from '#kernel/identifiants.ts'
import type { Zone } from '#kernel/zones.ts'
import type { Enseigne } from './enseignes.ts'
import type { Forme } from './forme.ts'
import type { Cloture, RegimeTva } from './organisme.ts'
import type { Delegation } from './signataires.ts'

/** La fiche de l'organisme, telle que les papiers, les pages et les calculs la lisent. */
export type OrganismeLu = {
  readonly id: OrganismeId
  readonly code: string
  readonly nom: string
  readonly forme: Forme
  readonly siret: Siret
  /** Absent : un organisme neuf n'en a pas encore. */
  readonly nda: Nda | null
  /** « de la région Bretagne » : le préfet que nomme la mention obligatoire (R6351-6). */
  readonly ndaPrefet: string
  readonly uai: Uai | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
  readonly site: string
  /** `#rrggbb`. */
  readonly couleur: string
  /** Empreinte du SVG rangé (`services.storage`), déjà vérifié. */
  readonly logo: string | null
  readonly zone: Zone
  readonly tva: RegimeTva
  readonly cloture: Cloture
}

export type EnseigneLue = Enseigne & { readonly ouverteLe: DateCivile; readonly fermeeLe: DateCivile | null }

export type EtablissementId = Id<'Etablissement'>
/** Un lieu où l'on forme, ou le siège. Fermé, il se lit encore : des sessions passées s'y sont tenues. */
export type Etablissement = {
  readonly id: EtablissementId
  readonly nom: string
  readonly siret: Siret | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly zone: Zone
  readonly capacite: number | null
  readonly fermeLe: DateCivile | null
}

export type EtablissementSaisi = {
  readonly nom: string
  readonly siret: Siret | null
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly zone: Zone
  readonly capacite: number | null
}

export type SignataireId = Id<'Signataire'>
/** Une délégation, avec le nom et la qualité tels qu'imprimés sous la signature. */
export type Signataire = Delegation & {
  readonly id: SignataireId
  readonly nom: string
  readonly qualite: string
}

/** Un membre de la coopérative, présent ou passé. */
export type Membre = {
  readonly compte: PersonneId
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly roles: readonly string[]
  readonly portee: PorteeDuMembre
  /** Jours civils ; `au` est le dernier jour. */
  readonly du: string
  readonly au: string | null
  readonly enAttente: boolean
}
/** Toute la coopérative, ou ces seules enseignes. */
export type PorteeDuMembre = '*' | readonly ActiviteId[]
