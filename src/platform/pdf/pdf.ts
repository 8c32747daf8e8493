/** Un document composé : ses octets (PDF/A-3a et PDF/UA-1) et l'empreinte de ses données canoniques, jointes au PDF. */
export type RenderedPdf = {
  readonly pdf: Uint8Array
  readonly pages: number
  /** SHA-256 hexadécimal du JSON canonique (RFC 8785) des données. */
  readonly empreinte: string
  /** Le JSON canonique lui-même, à figer avec le document. */
  readonly donnees: string
}

export type PdfRequest = {
  /** Nom de fichier du gabarit versionné, sans extension : `certificat-realisation.v1`. */
  readonly gabarit: string
  readonly donnees: Readonly<Record<string, unknown>>
  /** Instant d'émission : il entre dans le fichier, mêmes données et même instant donnent les mêmes octets. */
  readonly emisLe: Date
  /** Adresse publique de vérification, sans l'empreinte. Absente : le gabarit compose une épreuve sans valeur. */
  readonly verification?: string
}

export type PdfRenderer = { render(request: PdfRequest): Promise<RenderedPdf>; close(): Promise<void> }
