import type { Result } from '#kernel/result.ts'

/** Un document composé : ses octets (PDF/A-3a et PDF/UA-1) et l'empreinte de ses données canoniques, jointes au PDF. */
export type RenderedPdf = {
  readonly pdf: Uint8Array
  readonly pages: number
  /** SHA-256 hexadécimal du JSON canonique (RFC 8785) des données. */
  readonly empreinte: string
  /** Le JSON canonique lui-même, à figer avec le document. */
  readonly donnees: string
  /** Caractères qu'aucune police ne dessine, remplacés par « � » : à dire à qui émet. */
  readonly remplaces: readonly string[]
}

export type PdfRequest = {
  /** Nom de fichier du gabarit versionné, sans extension : `certificat-realisation.v1`. */
  readonly gabarit: string
  /** `gabarit` et `emisLe` y sont ajoutés avant l'empreinte. */
  readonly donnees: Readonly<Record<string, unknown>>
  /** Recueillies après l'empreinte, qu'elles ne changent pas ; jointes sous `signatures.json`. */
  readonly signatures?: Readonly<Record<string, unknown>>
  /** La facture électronique (CII, profil EN 16931), jointe sous `factur-x.xml` : le même papier, lu par une machine. */
  readonly facturX?: string
  /** Instant d'émission : il entre dans le fichier, mêmes données et même instant donnent les mêmes octets. */
  readonly emisLe: Date
  /** Adresse publique de vérification, sans l'empreinte. Absente : le gabarit compose une épreuve sans valeur. */
  readonly verification?: string
  /** Noms des champs saisis sur plusieurs lignes ; partout ailleurs un retour à la ligne devient une espace. */
  readonly multilignes?: readonly string[]
  /** Un papier parmi plusieurs d’un même geste, demandés ensemble. */
  readonly enLot?: boolean
}

/**
 * Pourquoi un document ne se compose pas, en une phrase à montrer. Elle peut citer une donnée :
 * elle s'affiche, elle ne se journalise pas.
 */
export type RefusPdf = {
  readonly code: 'mention-absente' | 'donnees-refusees' | 'trop-lourd' | 'occupe'
  readonly phrase: string
}

/** Des papiers figés en un fichier : son titre, et de chacun, dans l’ordre, son nom au plan et l’empreinte de ses octets. Le dire suffit à le nommer. */
export type Compilation = {
  readonly titre: string
  readonly noms: readonly string[]
  readonly fichiers: readonly string[]
}

/** Ce qui vient d’être composé se réunit pendant que la base l’écrit, hors du fil des pages. */
export type ReunionsDAvance = {
  /** Commence, et n’attend rien. */
  commencer(quoi: Compilation, pdfs: readonly Uint8Array[]): void
  /** Les octets de cette compilation, si elle fut commencée il y a peu ; rien si elle a échoué. N’ouvre aucun droit : à qui a déjà lu chaque pièce. */
  reunie(quoi: Compilation): Promise<Uint8Array | undefined> | undefined
}

/** Un refus est une valeur ; une panne (gabarit fautif ou inconnu, ouvrier mort) lève. */
export type PdfRenderer = {
  render(request: PdfRequest): Promise<Result<RenderedPdf, RefusPdf>>
  /** Absent : on réunit quand on lit. */
  readonly dAvance?: ReunionsDAvance
  close(): Promise<void>
}
