/** Des PDF d’essai, bons et mauvais, écrits par MuPDF. */
import * as mupdf from 'mupdf'

export type PdfFactice = {
  readonly texte?: readonly string[]
  readonly jointes?: readonly {
    readonly nom: string
    readonly octets: Uint8Array | string
    readonly relation?: string
    /** Posé dans le tableau AF du catalogue seulement, sans nom dans l’arbre. */
    readonly sansNom?: boolean
  }[]
  readonly script?: boolean
  readonly xmp?: string
  readonly motDePasse?: string
}

export const composerPdf = (p: PdfFactice): Uint8Array => {
  const doc = new mupdf.PDFDocument()
  const police = doc.addObject({
    Type: 'Font',
    Subtype: 'Type1',
    BaseFont: 'Helvetica',
    Encoding: 'WinAnsiEncoding',
  })
  const lignes = (p.texte ?? []).map(
    (l, i) => `BT /F1 11 Tf 50 ${780 - 16 * i} Td (${l.replaceAll(/[()\\]/g, '\\$&')}) Tj ET`,
  )
  const page = doc.addPage([0, 0, 595, 842], 0, { Font: { F1: police } }, lignes.join('\n'))
  doc.insertPage(-1, page)
  const catalogue = doc.getTrailer().get('Root')
  const associes = doc.newArray()
  for (const j of p.jointes ?? []) {
    const octets = typeof j.octets === 'string' ? Buffer.from(j.octets) : Buffer.from(j.octets)
    const jour = new Date(Date.UTC(2026, 10, 29))
    const spec = doc.addEmbeddedFile(j.nom, 'text/xml', octets, jour, jour)
    if (j.relation !== undefined) spec.put('AFRelationship', doc.newName(j.relation))
    if (j.sansNom !== true) doc.insertEmbeddedFile(j.nom, spec)
    associes.push(spec)
  }
  catalogue.put('AF', associes)
  if (p.script === true) {
    const action = doc.addObject({})
    action.put('S', doc.newName('JavaScript'))
    action.put('JS', doc.newString('app.alert(1)'))
    catalogue.put('OpenAction', action)
  }
  if (p.xmp !== undefined)
    catalogue.put('Metadata', doc.addStream(p.xmp, { Type: 'Metadata', Subtype: 'XML' }))
  const options =
    p.motDePasse === undefined
      ? 'compress'
      : `compress,encrypt=aes-256,user-password=${p.motDePasse},owner-password=proprietaire`
  return new Uint8Array(doc.saveToBuffer(options).asUint8Array())
}

/** Un PDF dont la pièce jointe est ce flux, tel quel, avec ces filtres : une bombe, par exemple. */
export const composerPdfBrut = (nom: string, brut: Uint8Array, filtres: readonly string[]): Uint8Array => {
  const doc = new mupdf.PDFDocument()
  doc.insertPage(-1, doc.addPage([0, 0, 100, 100], 0, {}, ''))
  const flux = doc.addRawStream(Buffer.from(brut), {})
  const noms = doc.newArray()
  for (const f of filtres) noms.push(doc.newName(f))
  flux.put('Filter', filtres.length === 1 ? doc.newName(filtres[0] ?? '') : noms)
  const spec = doc.addObject({})
  spec.put('Type', doc.newName('Filespec'))
  spec.put('F', doc.newString(nom))
  spec.put('UF', doc.newString(nom))
  const ef = doc.newDictionary()
  ef.put('F', flux)
  spec.put('EF', ef)
  doc.insertEmbeddedFile(nom, spec)
  return new Uint8Array(doc.saveToBuffer('').asUint8Array())
}
