import * as mupdf from 'mupdf'

/**
 * Lire un PDF par un autre lecteur que celui qui l'a composé, sans rien installer : MuPDF vient du registre, et la machine
 * d'un nouveau venu n'a pas `pdftotext`.
 */
const ouvrir = (octets: Uint8Array): mupdf.PDFDocument => {
  const lu = mupdf.Document.openDocument(octets, 'application/pdf').asPDF()
  if (!lu) throw new Error('Ce n’est pas un PDF.')
  return lu
}

/** Le texte, page par page, dans l'ordre où il fut composé. */
export const pagesDuPdf = (octets: Uint8Array): string[] => {
  const document = ouvrir(octets)
  return Array.from({ length: document.countPages() }, (_, i) =>
    document.loadPage(i).toStructuredText('').asText(),
  )
}

/** Ce qu'un lecteur d'écran y trouve : le balisage, un élément par ligne, en retrait, avec le rang de sa page s'il en dit une. */
export const balisageDuPdf = (octets: Uint8Array): string[] => {
  const document = ouvrir(octets)
  const rangs = new Map(
    Array.from({ length: document.countPages() }, (_, i) => [document.findPage(i).asIndirect(), i]),
  )
  const lignes: string[] = []
  const descendre = (noeud: mupdf.PDFObject, retrait: number): void => {
    const element = noeud.resolve()
    for (let i = 0; element.isArray() && i < element.length; i += 1) descendre(element.get(i), retrait)
    if (!element.isDictionary() || !element.get('S').isName()) return
    const page = element.get('Pg')
    lignes.push(
      `${' '.repeat(retrait)}${element.get('S').asName()}${page.isIndirect() ? ` p${rangs.get(page.asIndirect())}` : ''}`,
    )
    descendre(element.get('K'), retrait + 1)
  }
  descendre(document.getTrailer().get('Root').get('StructTreeRoot').get('K'), 0)
  return lignes
}

/** `titre`, `balise`, et la dernière page dessinée (PNG) : de quoi voir qu'un autre lecteur l'ouvre. */
export const aspectDuPdf = (
  octets: Uint8Array,
): { titre: string | undefined; balise: boolean; pages: number; derniere: Uint8Array } => {
  const document = ouvrir(octets)
  const pages = document.countPages()
  const marques = document.getTrailer().get('Root').get('MarkInfo')
  return {
    titre: document.getMetaData('info:Title'),
    balise: marques.isDictionary() && marques.get('Marked').asBoolean(),
    pages,
    derniere: document
      .loadPage(pages - 1)
      .toPixmap([0.3, 0, 0, 0.3, 0, 0], mupdf.ColorSpace.DeviceRGB)
      .asPNG(),
  }
}
