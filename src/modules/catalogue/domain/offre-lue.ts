import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Refus } from '#kernel/refus.ts'

export type { Noeud, RefusXml } from '#kernel/xml.ts'

/** `erreur` : l’offre n’est pas lue. `avertissement` : lue, à revoir. `information` : fait remarquable. */
export type Constat = {
  readonly niveau: 'erreur' | 'avertissement' | 'information'
  readonly code: string
  readonly ligne: number
  readonly chemin: string
  readonly phrase: string
}

export type Code = { readonly code: string; readonly libelle: string | null }
export type DateLue = DateCivile | 'inconnue' | null

export type SessionLue = {
  readonly numero: string | null
  readonly debut: DateLue
  readonly fin: DateLue
  readonly etatRecrutement: Code | null
  readonly lieu: string | null
  /** `modalites-inscription`. */
  readonly inscription: string | null
}
/** Un contact de la formation, ou à défaut de l’organisme. */
export type ContactLu = {
  readonly genre: Code | null
  readonly nom: string
  readonly courriel: string
  readonly telephone: string
}
export type ActionLue = {
  readonly numero: string | null
  readonly rythme: string | null
  readonly publics: readonly string[]
  readonly niveauEntreeObligatoire: boolean | null
  readonly modalites: Code | null
  readonly entreesSorties: Code | null
  readonly conditions: string | null
  readonly heuresCentre: number | null
  readonly heuresEntreprise: number | null
  readonly heuresTotal: number | null
  readonly prixTotalTtc: Montant | null
  readonly prixHoraireTtc: Montant | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly accesHandicapes: string | null
  readonly recrutement: string | null
  readonly pedagogie: string | null
  readonly infoPublic: string | null
  /** « 2 ans » : la durée en toutes lettres. */
  readonly dureeIndicative: string | null
  readonly financeurs: readonly Code[]
  readonly equipements: readonly string[]
  /** Prise en charge, frais restants, conventionnement : une phrase par ligne. */
  readonly financement: readonly string[]
  readonly alternance: string | null
  readonly sessions: readonly SessionLue[]
}
export type OffreLue = {
  readonly numero: string | null
  readonly ligne: number
  readonly intitule: string
  readonly objectif: string | null
  readonly resultats: string | null
  readonly contenu: string | null
  readonly certifiante: boolean | null
  readonly parcours: Code | null
  readonly objectifGeneral: Code | null
  readonly niveauEntree: Code | null
  readonly niveauSortie: Code | null
  /** Niveau du cadre de 2019 (1 à 8) quand le code le permet. */
  readonly niveauSortie2019: number | null
  readonly formacodes: readonly string[]
  readonly nsf: readonly string[]
  readonly rome: readonly string[]
  readonly certifications: readonly string[]
  /** « RNCP40344BC01 Conduire un entretien » : code, et libellé s’il est dit. */
  readonly blocs: readonly string[]
  readonly contacts: readonly ContactLu[]
  readonly url: string | null
  readonly organisme: {
    readonly nom: string | null
    readonly siret: string | null
    readonly nda: string | null
    /** Vrai : cette identité n’est pas celle de l’organisme qui importe. */
    readonly etrangere: boolean
  }
  readonly actions: readonly ActionLue[]
}

export type OptionsLecture = {
  /** Rend un texte brut à partir d’un texte qui peut être du HTML échappé. Injecté : il demande une bibliothèque. */
  readonly texteBrut: (html: string) => string
  /** L’organisme qui importe : ce qui porte un autre SIRET ou un autre NDA est dit. */
  readonly attendu?: { readonly siret?: string; readonly nda?: string }
}
export type LectureLheo = {
  readonly version: '2.2' | '2.3'
  readonly offres: readonly OffreLue[]
  readonly constats: readonly Constat[]
}
export type RefusLheo = Refus<'pas-lheo' | 'espace-inconnu'>
