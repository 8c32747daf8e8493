import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { MotifAbsence } from './absence.ts'
import type { Fait, PartiePrivee, Voie } from './entree.ts'
import type { EntreeAppareil, IssueHorsLigne } from './hors-ligne.ts'
import type { Minutes, Vecu } from './rectifier.ts'
import type { InscriptionId, SeanceAEmarger } from './signer-demi-journee.ts'

export type SessionId = Id<'Session'>
export type InvitationId = Id<'InvitationEmargement'>
export type TabletteId = Id<'Tablette'>
/** L’appareil de qui forme, qui signe sans réseau. */
export type AppareilId = Id<'Appareil'>

/** Qui a animé une demi-journée, et son compte s’il en a un. */
export type Animateur = {
  readonly nom: string
  readonly compte: PersonneId | null
  /** Faux : sa fiche est d’une autre enseigne que la séance, ou une base d’avant n’en a pas gardé le nom. Absent : non lu. */
  readonly sienne?: boolean
}

/** Une demi-journée, avec ce qu’il faut pour la nommer à une personne. */
export type Demi = {
  readonly seance: SeanceAEmarger
  readonly demiJournee: string
  readonly session: {
    readonly id: SessionId
    readonly numero: string
    readonly intitule: string
    /** Qui a animé cette demi-journée, en une phrase. */
    readonly formateur: string
    /** Où elle s’est tenue. */
    readonly lieu: string
  }
  /** Sur place ou à distance, dite d’une session mixte ; nulle ou absente : celle de la session. */
  readonly modalite?: 'presentiel' | 'distance' | null
  /** Ce qu’une interruption a ôté de sa fin ; absent : elle s’est tenue entière. `seance.fin` en tient compte. */
  readonly coupeMin?: number
  readonly activite: ActiviteId
  readonly intervenants: readonly Animateur[]
  /** Les comptes qui tiennent la feuille : le formateur de la session, et qui est affecté à la séance. Vide : personne n’en a. */
  readonly comptes: readonly PersonneId[]
  /** Ceux dont la contresignature est attendue avant de clore : les affectés, à défaut le formateur de la session. Vide : aucun n’a de compte. */
  readonly animateurs: readonly PersonneId[]
}

export type Inscrit = Vecu & {
  readonly inscription: InscriptionId
  readonly personne: {
    readonly id: PersonneId
    readonly prenom: string
    readonly nom: string
    readonly courriel: string | null
    readonly entreprise: string | null
  }
  /** La présence est attestée par le formateur, non signée par la personne. */
  readonly regularisee: boolean
  /** L’entrée qui dit ce que la case vaut ; nulle tant que rien n’y est écrit. */
  readonly maillon: string | null
}

/** Ce que le registre rend à qui signe : sans lui, qui tient la base pourrait réécrire après le dernier jalon. */
export type Recu = { readonly numero: number; readonly empreinte: string }

/** Un fait, ses parts privées sans leur sel : l’adaptateur tire les sels au sort et trouve les numéros visés. */
export type FaitAInscrire = Omit<Fait, 'id' | 'prive' | 'vise'> & {
  readonly prive?: Partial<Record<PartiePrivee, unknown>>
  readonly viseMaillons?: readonly string[]
}

export type Depuis = { readonly porte: Voie; readonly appareil: TabletteId | AppareilId | null }

/** Ce que les gestes demandent à la transaction en cours, pour une demi-journée. */
export type Emargements = {
  /** Faux si une autre demande a signé d’abord : la clé primaire est l’arbitre. */
  poserSignature(
    s: Depuis & {
      readonly inscription: InscriptionId
      readonly maillon: string
      readonly le: Date
      readonly regulariseePar: PersonneId | null
      readonly regularisation: boolean
      readonly retardMin: number
    },
  ): Promise<boolean>
  poserAbsence(a: {
    readonly inscription: InscriptionId
    readonly maillon: string
    readonly le: Date
    readonly motif: MotifAbsence
  }): Promise<boolean>
  /** Ce qui vient après la première écriture de la case. */
  poserRectification(
    r: Depuis & {
      readonly inscription: InscriptionId
      readonly maillon: string
      readonly genre: string
      readonly etat: 'presente' | 'absente' | 'attendue' | null
      readonly presenteLe: Date | null
      readonly attestee: boolean
      readonly minutes: Minutes
      readonly absence: MotifAbsence | null
      readonly le: Date
    },
  ): Promise<boolean>
  poserContresignature(c: {
    readonly maillon: string
    readonly le: Date
    readonly suppleance: boolean
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
export class ChangeEntreTemps extends Error {
  override name = 'ChangeEntreTemps'
}

/** Ce que la base garde d’un geste rapporté, à côté de son entrée au registre. */
export type GesteRapporte = {
  readonly id: string
  readonly appareil: AppareilId
  readonly rang: number
  readonly inscription: Inscrit['inscription'] | null
  readonly geste: EntreeAppareil['geste']
  readonly issue: IssueHorsLigne
  readonly faitLe: Date
  readonly recuLe: Date
  readonly ecartMs: number
  /** L’écart mesuré au dernier emport, appliqué à l’heure de l’appareil. */
  readonly ecartEmportMs: number | null
  /** SHA-256 hexadécimal du texte signé. */
  readonly empreinte: string
  readonly precedente: string | null
}

/** La signature d’une case vierge, le lien, le journal, les parts et l’entrée : une seule écriture, qui finit la transaction. */
export type AEcrireDUnTrait = {
  readonly maillon: string
  readonly le: Date
  readonly phrase: string
  readonly maintenant: Date
  readonly fait: FaitAInscrire
}
