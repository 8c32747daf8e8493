import type { DateCivile } from '#kernel/dates.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Contenu } from '#modules/catalogue/index.ts'
import type { Conditions } from '#modules/documents/index.ts'
import type { ModaliteSeance } from '#modules/sessions/index.ts'
import type { CodeStatut } from '#modules/tiers/index.ts'
import type { AdresseV1, OrganismeV1, PersonneV1, SignataireV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Acheteur } from './dossier.ts'

/** `arrivee` : elle rejoint l’action en cours de route, ce jour-là ; absent, dès le début. */
export type StagiaireV1 = PersonneV1 & { readonly arrivee?: string }

export type SessionDePiece = {
  readonly numero: string
  readonly intitule: string
  readonly nature: 'formation' | 'bilan' | 'vae' | 'apprentissage'
  readonly modalite: 'presentiel' | 'mixte' | 'distance'
  /** Durée, premier et dernier jour de ce qui se tient ; `seances` n’a que cela. */
  readonly minutes: number
  readonly debut: DateCivile | null
  readonly fin: DateCivile | null
  /** Ce qui fut planifié, suspendu compris : le programme décrit l’offre, pas ce qu’une interruption en a laissé. */
  readonly prevu: {
    readonly minutes: number
    readonly jours: number
    /** Absente : celle de la session. */
    readonly modalite?: SessionDePiece['modalite']
  }
  /** Par stagiaire, taxe comprise ; nul ou absent : non posé. */
  readonly prix?: number | null
  readonly capacite: number | null
  readonly effectifMin: number | null
  readonly lieu: string
  readonly adresse: AdresseV1 | null
  readonly connexion: string | null
  readonly seances: readonly {
    readonly jour: DateCivile
    readonly debutMinutes: number
    readonly finMinutes: number
    /** Dite d’une session mixte seulement. */
    readonly modalite?: ModaliteSeance | null
    readonly salles?: readonly { readonly nom: string }[]
  }[]
  readonly formateurs: readonly FormateurV1[]
}

/** Une demi-journée qui se tient dans une salle que le lieu de la session ne dit pas ; `debut` : « 09:00 ». */
export type SalleDite = { readonly date: string; readonly debut: string; readonly salle: string }

export type PieceJointe = {
  readonly titre: string
  readonly numero: string
  readonly pages: number
  readonly empreinte: string
}

/** Une activité du plan : à distance et à son rythme (D6313-3-1), au travail, ou la phase réflexive qui le suit (D6313-3-2). Durée estimée. */
export type ActiviteAPart = {
  readonly genre: 'asynchrone' | 'situation' | 'reflexion'
  readonly intitule: string
  readonly minutes: number
}

/** Qui assiste à distance, et sous combien d’heures. */
export type Assistant = { readonly qui: string; readonly heures: number }

/** Ce que seules les pièces d’un dossier disent (`lireAutour`) ; rien d’inconnu ne s’y affirme. */
export type Autour = {
  /** Qui anime sans être de l’organisme : vide, tous en sont ; absent, on ne le sait pas. */
  readonly prestataires?: readonly Prestataire[]
  /** Ce qui est planifié hors des séances. */
  readonly plan?: readonly ActiviteAPart[]
  readonly assistants?: readonly Assistant[]
  /** « DV-2026-0121 du 14 octobre 2026 » : signé du client. */
  readonly devisAccepte?: string
  /** La convention ou le contrat signé que complètent les avenants, et le dernier jour où l’on pouvait s’en rétracter. */
  readonly initiale?: { readonly numero: string; readonly retractableJusquau?: DateCivile }
  /** Un stagiaire au moins est salarié du client. */
  readonly employeur?: boolean
}

export type FaitsDePiece = Autour & {
  readonly organisme: OrganismeV1
  /** L’organisme lui-même n’est pas commerçant : association, ou forme qui ne dit pas l’être. */
  readonly nonCommercante?: true
  readonly aujourdhui: DateCivile
  readonly mentionTva: { readonly texte?: string; readonly taux: 0 | 2000; readonly aDire?: true }
  readonly session: SessionDePiece
  readonly contenu: Contenu
  /** Celles de la coopérative, telles qu’elle les a réglées. */
  readonly conditions: Conditions
  readonly signataire: SignataireV1
  readonly jointes: readonly PieceJointe[]
  /** Ce que dit le règlement intérieur joint : les pièces ne peuvent pas dire autre chose. */
  readonly reclamation?: { readonly courriel: string; readonly delaiJours: number }
}

export type ClientDePiece = {
  readonly acheteur: Acheteur
  /** Personne publique : le juge de ses contrats est celui que désigne la loi (`acheteurPublic`). */
  readonly publique: boolean
  /** Association, société civile… : la clause de compétence ne lui serait pas opposable (`nonCommercant`). */
  readonly nonCommercant: boolean
  readonly nom: string
  readonly adresse: AdresseV1
  readonly siret: string | null
  readonly courriel: string | null
  readonly telephone: string | null
  readonly signataire: SignataireV1
  readonly reference: string | null
  readonly objectif: string | null
  /** Hors taxes, en centimes. */
  readonly prix: Montant
  readonly financements: readonly {
    readonly payeur: string
    readonly montant: number
    readonly subrogation: boolean
    readonly accordReference: string | null
    readonly accordLe: DateCivile | null
  }[]
  readonly stagiaires: readonly StagiaireV1[]
}

export const telephone = /(?:\+33[\s\u00a0\u202f.]?|0)[1-9](?:[\s\u00a0\u202f.-]?\d{2}){4}/

export const adresse = /[^\s,;:()]+@[^\s,;:()]+/

/** Un jour où quelqu’un anime, et sous quel statut ce jour-là. */
export type JourAnime = {
  readonly personne: string
  readonly prenom: string
  readonly nom: string
  /** Nul : sa fiche n’en dit aucun ce jour-là. */
  readonly statut: CodeStatut | null
  /** La structure d’où elle vient, s’il y en a une. */
  readonly chez: string | null
  /** La structure à qui cette intervention est confiée ; elle l’emporte sur le statut. */
  readonly confieeA: string | null
}

export type Prestataire = { readonly prenom: string; readonly nom: string; readonly qualite: string }

/** `titres` : diplômes, titres ou qualités, et leur rapport avec l’action (L6352-1, L6353-4 4°). */
export type FormateurV1 = PersonneV1 & { readonly titres: string }
