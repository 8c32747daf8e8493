/** Un message prêt à partir. Le texte brut est obligatoire : tout le monde ne lit pas le HTML. */
export type Message = {
  readonly a: string
  readonly objet: string
  readonly texte: string
  readonly html?: string
}

/** Remet un message au dehors (SMTP) ou à la boîte de démonstration. Lève si le serveur refuse : la tâche rejouera. */
export type Mailer = { send(message: Message): Promise<void>; close(): Promise<void> }
