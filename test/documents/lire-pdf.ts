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

/** Ce que le fichier annonce : ses métadonnées XMP, et ce que son catalogue dit à qui l'ouvre. */
export const annoncesDuPdf = (octets: Uint8Array) => {
  const racine = ouvrir(octets).getTrailer().get('Root')
  const xmp = Buffer.from(racine.get('Metadata').readStream().asUint8Array()).toString('utf8')
  const dit = (balise: string) => new RegExp(`<${balise}>([^<]*)<`).exec(xmp)?.[1]
  return {
    archive: `${dit('pdfaid:part')}${dit('pdfaid:conformance')}`,
    accessible: dit('pdfuaid:part'),
    langue: racine.get('Lang').asString(),
    titreMontre: racine.get('ViewerPreferences').get('DisplayDocTitle').asBoolean(),
    couleurs: racine.get('OutputIntents').get(0).get('S').asName(),
  }
}

/** Ses pièces jointes, par nom. */
export const jointsDuPdf = (octets: Uint8Array): Record<string, string> => {
  const document = ouvrir(octets)
  return Object.fromEntries(
    Object.entries(document.getEmbeddedFiles()).map(([nom, fiche]) => [
      nom,
      Buffer.from(document.getEmbeddedFileContents(fiche)?.asUint8Array() ?? []).toString('utf8'),
    ]),
  )
}

/** Les polices du fichier : leur nom, sans la marque de ce qui en fut gardé ; chacune porte ses octets. */
export const policesDuPdf = (octets: Uint8Array): string[] => {
  const document = ouvrir(octets)
  const noms: string[] = []
  for (let n = 1; n < document.countObjects(); n += 1) {
    const objet = document.newIndirect(n).resolve()
    if (!objet.isDictionary() || objet.get('Type').toString() !== '/FontDescriptor') continue
    if (objet.get('FontFile2').isStream())
      noms.push(
        objet
          .get('FontName')
          .asName()
          .replace(/^[A-Z]{6}\+/, ''),
      )
  }
  return noms.toSorted()
}

/** Chaque page dessinée, à un tiers de sa taille. */
export const dessinsDuPdf = (octets: Uint8Array): Uint8Array[] => {
  const document = ouvrir(octets)
  return Array.from({ length: document.countPages() }, (_, i) =>
    Uint8Array.from(
      document.loadPage(i).toPixmap([0.34, 0, 0, 0.34, 0, 0], mupdf.ColorSpace.DeviceRGB).getPixels(),
    ),
  )
}
