import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import type { SortDuCourriel } from '#kernel/lien-envoye.ts'
import type { TenantTx } from '../db/index.ts'

/** Un fichier joint, tenu en mémoire : une pièce émise, quelques centaines de kilo-octets. */
export type PieceJointe = {
  /** « FA-2026-0012.pdf » : sans chemin. */
  readonly nom: string
  readonly type: string
  readonly octets: Uint8Array
}

/**
 * Ce qu’il faut savoir d’un message pour le suivre : à qui, pour quelle étape, et ce qui peut l’arrêter. La plateforme le porte
 * sans le comprendre ; `app/` décide qui le lit (`Mailer`). Absent : le message part, et personne n’en garde la trace.
 */
export type Suivi = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  /** « convocation », « lien-emargement » : le code d’une étape. */
  readonly etape: string
  readonly session?: string | null
  /** Une inscription, un dossier, une session, une facture : qui suit en tire la session et la personne. */
  readonly objet?: string | null
  readonly personne?: string | null
  /** Parti sans que personne n’ait pressé de bouton : un arrêt le retient. */
  readonly seul?: boolean
  /** De quoi redire le message avec d’autres mots : `{lien}`, `{prenom}`… */
  readonly champs?: Readonly<Record<string, string>>
}

/** Un message à un membre, sur son travail : lui seul dit s’il le veut aussitôt, dans son résumé du jour, ou jamais. */
export type AvisAuMembre = {
  readonly organisme: OrganismeId
  readonly genre: string
  /** La ligne de son résumé, et où elle mène (un chemin de l’instance). */
  readonly phrase: string
  readonly href: string
}

/** Un message prêt à partir. Le texte brut est obligatoire : tout le monde ne lit pas le HTML. */
export type Message = {
  readonly a: string
  readonly objet: string
  readonly texte: string
  readonly html?: string
  /** Nom d'organisme montré comme expéditeur ; l'adresse reste celle de l'instance, seule à pouvoir la prouver. */
  readonly deLaPart?: string
  /** Où répondre : l'adresse de l'organisme. */
  readonly repondreA?: string
  /** Où se désinscrire d'un clic (RFC 8058) : pour une lettre, jamais pour un courrier de service. */
  readonly desinscription?: string
  readonly pieces?: readonly PieceJointe[]
  /** Identifiant stable : un message remis deux fois garde le même `Message-ID`, et se voit comme un doublon. */
  readonly id?: string
  readonly suivi?: Suivi
  readonly avis?: AvisAuMembre
}

/**
 * Le message ne partira pas, et le rejouer n’y changerait rien : boîte qui refuse, adresse en défaut, envoi arrêté. La tâche
 * s’arrête là sans noter un envoi. Le texte est un code, jamais une adresse : il peut être journalisé.
 */
export class EnvoiRetenu extends Error {
  override name = 'EnvoiRetenu'
}

/** Il est trop tôt pour écrire à quelqu’un : la tâche se remet à la file pour cet instant, sans compter un échec. */
export class EnvoiTropTot extends Error {
  override name = 'EnvoiTropTot'
  readonly reprendreLe: Date
  constructor(reprendreLe: Date) {
    super('matin')
    this.reprendreLe = reprendreLe
  }
}

/** Remet un message au dehors (SMTP) ou à la boîte de démonstration. Lève si le serveur refuse : la tâche rejouera. */
export type Mailer = {
  send(message: Message): Promise<void>
  close(): Promise<void>
  /** Lève si le serveur d’envoi ne nous accueille pas, identification comprise ; absent quand il n’y en a pas. Rien n’est envoyé. */
  repond?(): Promise<void>
  /** Par identifiant de message, pour ceux qui furent suivis. Absent : personne n’en garde la trace. */
  sorts?(tx: TenantTx, ids: readonly string[]): Promise<ReadonlyMap<string, SortDuCourriel>>
}
