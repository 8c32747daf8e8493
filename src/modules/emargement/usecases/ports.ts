import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { Fait, PartiePrivee } from '../domain/maillon.ts'
import type { InscriptionId, Presence, SeanceAEmarger } from '../domain/signer-demi-journee.ts'

export type SessionId = Id<'Session'>
export type InvitationId = Id<'InvitationEmargement'>

/** Une demi-journée, avec ce qu’il faut pour la nommer à une personne. */
export type Demi = {
  readonly seance: SeanceAEmarger
  readonly demiJournee: string
  readonly session: {
    readonly id: SessionId
    readonly numero: string
    readonly intitule: string
    readonly formateur: string
    readonly lieu: string
  }
  readonly activite: ActiviteId
}

export type Inscrit = {
  readonly inscription: InscriptionId
  readonly personne: {
    readonly id: PersonneId
    readonly prenom: string
    readonly nom: string
    readonly courriel: string | null
    readonly entreprise: string | null
  }
  readonly presence: Presence
  readonly regularisee: boolean
}

/** Ce que le registre rend à qui signe : sans lui, qui tient la base pourrait réécrire après le dernier jalon. */
export type Recu = { readonly numero: number; readonly empreinte: string }

/** Un fait, ses parts privées sans leur sel : l’adaptateur tire les sels au sort. */
export type FaitAInscrire = Omit<Fait, 'id' | 'prive'> & {
  readonly prive?: Partial<Record<PartiePrivee, unknown>>
}

/** Ce que les gestes demandent à la transaction en cours, pour une demi-journée. */
export type Emargements = {
  /** Faux si une autre demande a signé d’abord : la clé primaire est l’arbitre. */
  poserSignature(s: {
    readonly inscription: InscriptionId
    readonly maillon: string
    readonly le: Date
    readonly regulariseePar: PersonneId | null
    readonly regularisation: boolean
    readonly retardMin: number
  }): Promise<boolean>
  poserAbsence(a: {
    readonly inscription: InscriptionId
    readonly maillon: string
    readonly le: Date
    readonly justifiee: boolean
  }): Promise<boolean>
  poserCloture(c: { readonly maillon: string; readonly le: Date }): Promise<boolean>
  consigner(g: {
    readonly geste: string
    readonly objet: { readonly genre: string; readonly id: string }
    readonly phrase: string
    readonly le: Date
  }): Promise<void>
  nouveauMaillon(le: Date): string
  /** L’ajout à la chaîne : la dernière écriture du geste, sauf le jalon. */
  inscrire(maillon: string, fait: FaitAInscrire): Promise<Recu>
  poserJalon(recu: Recu, le: Date): Promise<void>
}

/** Défait tout ce que le geste a écrit : une autre demande est passée avant. */
export class Devance extends Error {
  override name = 'Devance'
}
