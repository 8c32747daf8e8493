import type { AdresseV1, OrganismeV1, PersonneV1, SignataireV1 } from '#platform/pdf/papier/papier.v1.ts'

/** Ce que dit une case. Heures `HH:MM` au fuseau du lieu. `trace` : « x y x y … », de 0 à 100. */
export type PresenceV1 = EtatDeCaseV1 & {
  /** Pourquoi la case fut corrigée, annulée ou diminuée, dans l’ordre : les motifs écrits. */
  readonly corrections?: readonly string[]
}

type EtatDeCaseV1 =
  /** « Non statuée » : le temps de signer est passé, sans signature ni absence. */
  | { readonly etat: 'a-signer' | 'non-statuee' | 'sans-objet' }
  | {
      readonly etat: 'signee'
      readonly a: string
      /** Le jour, s’il n’est pas celui de la demi-journée. */
      readonly le?: string
      /** De qui forme : combien d’entrées sont venues après, qu’elle ne couvre pas. */
      readonly apres?: number
      readonly retardMinutes?: number
      readonly departMinutes?: number
      readonly trace?: string
    }
  | {
      readonly etat: 'hors-ligne'
      readonly a: string
      readonly le?: string
      readonly recue: string
      /** Le jour de la réception, s’il n’est pas celui de la demi-journée. */
      readonly recueLe?: string
      readonly apres?: number
      readonly retardMinutes?: number
      readonly departMinutes?: number
      readonly trace?: string
    }
  | {
      readonly etat: 'regularisee'
      readonly a: string
      readonly le?: string
      readonly motif: string
      readonly par: string
      readonly retardMinutes?: number
      readonly departMinutes?: number
      readonly trace?: string
    }
  /** Le motif n'est pas imprimé : c'est souvent une donnée de santé. */
  | { readonly etat: 'absente'; readonly justifiee: boolean }

/** Par identifiant de séance ; une séance absente de la table est « à signer ». */
export type PresencesV1 = Readonly<Record<string, PresenceV1>>

export type SeanceV1 = {
  /** Repère interne à la feuille (`s1`), jamais un identifiant de la base : il voyage dans le PDF. */
  readonly id: string
  readonly date: string
  readonly debut: string
  readonly fin: string
  readonly minutes: number
  readonly sequence: string
  /** « sur place », « à distance », « non dite » : d’une session mixte qui le dit une à une. */
  readonly modalite?: string
  /** L’action s’est arrêtée pendant elle, à `fin` : l’heure où elle devait finir. */
  readonly prevueJusqua?: string
}

/** Feuille d'émargement : une case par stagiaire et par demi-journée. */
export type FeuilleEmargementV1 = {
  readonly numero: string
  readonly organisme: OrganismeV1
  readonly session: {
    readonly code: string
    readonly convention: string
    readonly intitule: string
    readonly nature: string
    readonly modalite: string
    readonly lieu: { readonly nom: string; readonly adresse?: AdresseV1; readonly acces?: string }
    /** Les organismes qui ont confié tout ou partie des stagiaires. */
    readonly donneurs?: readonly { readonly nom: string; readonly contrat?: string }[]
    /** Ce que le programme fait travailler, dans l’ordre. */
    readonly sequences?: readonly string[]
    /** Ce qui est prévu et ne se signe pas ici : à distance, en situation de travail (« intitulé, comment : durée »). */
    readonly horsFeuille?: readonly string[]
  }
  /** Quand la feuille fut établie, à la pendule du lieu. */
  readonly etablie?: { readonly le: string; readonly a: string }
  readonly seances: readonly SeanceV1[]
  readonly stagiaires: readonly (PersonneV1 & {
    readonly numero: number
    readonly entreprise?: string
    /** Le client sous lequel la personne se lit, avec sa convention ; absent quand tous ont le même. */
    readonly groupe?: string
    /** Le contrat ou la convention de cette seule personne. */
    readonly reference?: string
    /** Suivies. */
    readonly minutes: number
    readonly presences: PresencesV1
  })[]
  readonly formateurs: readonly (SignataireV1 & {
    readonly titres?: string
    readonly presences: PresencesV1
  })[]
  readonly totaux: { readonly minutesPrevues: number; readonly minutesRealisees: number }
  /** Entrées du registre des présences sur lesquelles la feuille repose. */
  readonly registre?: { readonly premiere: number; readonly derniere: number; readonly empreinte: string }
}
