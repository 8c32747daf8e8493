/** Un fichier joint, tenu en mémoire : une pièce émise, quelques centaines de kilo-octets. */
export type PieceJointe = {
  /** « FA-2026-0012.pdf » : sans chemin. */
  readonly nom: string
  readonly type: string
  readonly octets: Uint8Array
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
}

/** Remet un message au dehors (SMTP) ou à la boîte de démonstration. Lève si le serveur refuse : la tâche rejouera. */
export type Mailer = { send(message: Message): Promise<void>; close(): Promise<void> }
