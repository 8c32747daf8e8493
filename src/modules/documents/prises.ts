import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { RetractationEnLigne } from '#kernel/retractation-en-ligne.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Siens } from './domain/droit-de-lecture.ts'
import type { PieceId } from './domain/piece.ts'
import type { EtatVisa } from './domain/signer-piece.ts'

/** Ce que documents demande à qui vise les pièces. Sans CAE, tout est « sans objet ». */
export type Visas = {
  etats(tx: TenantTx, pieces: readonly PieceId[]): Promise<ReadonlyMap<PieceId, EtatVisa>>
}

/** Une signature, ou un accusé, qui vient d’être gardé. */
export type SignatureRecueillie = {
  readonly piece: PieceId
  readonly genre: string
  readonly activite: ActiviteId
  readonly acte: 'signature' | 'accuse'
  readonly role: 'client' | 'organisme' | 'stagiaire'
  readonly moyen: 'lien' | 'scan' | 'compte'
  readonly signeeLe: Date
  /** `AAAA-MM-JJ` : le jour qui fait courir un délai. */
  readonly dateeDu: string
  /** De quoi parle la pièce (signature), ou qui accuse réception (demande). */
  readonly objet: { readonly genre: string; readonly id: string }
  readonly jointes: readonly PieceId[]
  /** En signant, la personne a demandé que l’action commence avant la fin de son délai de rétractation. */
  readonly debutAnticipe?: boolean
}

/** Une pièce, et de quoi elle parle : ce qu’il faut à un module de rang supérieur pour retrouver le sien. */
export type PieceDeSonObjet = {
  readonly id: string
  readonly genre: string
  readonly objet: { readonly genre: string; readonly id: string }
}

/** La personne qui lit, et l’enseigne pour laquelle elle agit. */
export type QuiLit = {
  readonly personneId: PersonneId
  readonly enseigne?: { readonly id: ActiviteId }
}

/** Ce que documents demande aux modules de rang supérieur, qu’il ne connaît pas. */
export type PrisesDocuments = {
  readonly visas: Visas
  /** Dans la transaction de la signature : le dossier apprend qu’il est signé. Son refus défait la signature. */
  apresSignature(tx: TenantTx, s: SignatureRecueillie): Promise<Result<unknown, Refus>>
  /** La demande de commencer avant la fin du délai, mot pour mot, que peut cocher qui signe cette pièce ; rien s’il n’y a pas lieu. */
  debutAnticipe?(tx: TenantTx, piece: PieceDeSonObjet, maintenant: Date): Promise<string | undefined>
  /** Ce que la personne peut de ce contrat, par le lien qui l’a fait signer ; rien si elle ne s’en rétracte pas en ligne. */
  retractation?(
    tx: TenantTx,
    piece: PieceDeSonObjet,
    maintenant: Date,
  ): Promise<RetractationEnLigne | undefined>
  /** La rétractation confirmée : le dossier l’apprend, dans la même transaction. Son refus défait la déclaration. */
  retracter?(tx: TenantTx, piece: PieceDeSonObjet, maintenant: Date): Promise<Result<unknown, Refus>>
  /** Les objets de pièces qui sont ceux de cette personne, par relation. */
  siens(tx: TenantTx, qui: QuiLit): Promise<Siens>
  /** Les remises d’informations : lesquelles de ces inscriptions ont accusé, et noter l’accusé d’une, sans scan. */
  readonly accuses?: {
    lire(tx: TenantTx, inscriptions: readonly string[]): Promise<ReadonlySet<string>>
    noter(tx: TenantTx, inscription: string, recuLe: DateCivile): Promise<void>
  }
  /** Pourquoi cette pièce ne se signe plus : elle promet ce qui a changé depuis. Rien si elle vaut encore. */
  perimee?(tx: TenantTx, piece: PieceDeSonObjet): Promise<string | undefined>
  /** La page d’où vient la pièce, et son nom : le dossier du client, la session. Rien si elle n’en a pas. */
  mener?(
    tx: TenantTx,
    objet: { readonly genre: string; readonly id: string },
  ): Promise<{ readonly libelle: string; readonly href: string } | undefined>
}

export const sansPrises: PrisesDocuments = {
  visas: { etats: async () => new Map() },
  apresSignature: async () => ok(undefined),
  siens: async () => ({ anime: new Set(), suit: new Set(), enseigne: new Set() }),
}
