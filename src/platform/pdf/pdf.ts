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
}

/**
 * Pourquoi un document ne se compose pas, en une phrase à montrer. Elle peut citer une donnée :
 * elle s'affiche, elle ne se journalise pas.
 */
export type RefusPdf = {
  readonly code: 'mention-absente' | 'donnees-refusees' | 'trop-lourd' | 'occupe'
  readonly phrase: string
}

/** Un refus est une valeur ; une panne (gabarit fautif ou inconnu, ouvrier mort) lève. */
export type PdfRenderer = {
  render(request: PdfRequest): Promise<Result<RenderedPdf, RefusPdf>>
  close(): Promise<void>
}
