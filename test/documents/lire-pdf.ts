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

/** Où commence chaque signe de chaque page, et sa taille, en points. Sans les blancs : le lecteur en ajoute. */
export const placesDuPdf = (octets: Uint8Array): number[] => {
  const document = ouvrir(octets)
  const places: number[] = []
  for (let i = 0; i < document.countPages(); i += 1)
    document
      .loadPage(i)
      .toStructuredText('')
      .walk({
        onChar: (signe, origine, _police, taille) => {
          if (signe.trim() !== '') places.push(...origine, taille)
        },
      })
  return places
}

/** Le même balisage, sans les boîtes du moteur (`Div`), dont les enfants montent à leur place, ni ses puces vides (`Lbl`) : rien ne s’y dit. */
export const sansBoites = (lignes: readonly string[]): string[] => {
  const boites: number[] = []
  const retraitDe = (ligne: string) => ligne.length - ligne.trimStart().length
  return lignes.flatMap((ligne, i) => {
    const retrait = retraitDe(ligne)
    while ((boites.at(-1) ?? -1) >= retrait) boites.pop()
    if (ligne.trim() === 'Lbl' && retraitDe(lignes[i + 1] ?? '') <= retrait) return []
    if (ligne.trim() !== 'Div') return `${' '.repeat(retrait - boites.length)}${ligne.trim()}`
    boites.push(retrait)
    return []
  })
}

/**
 * Ce qui cloche dans la structure : un élément qui ne dit pas son vrai parent, un contenu marqué que nul élément ne porte ou que l’index ne
 * rend pas à qui le porte, une police sans octets ou sans mots. Vide : rien.
 */
export const fautesDeStructure = (octets: Uint8Array): string[] => {
  const document = ouvrir(octets)
  const racine = document.getTrailer().get('Root')
  const arbre = racine.get('StructTreeRoot')
  const fautes: string[] = []
  const numero = (o: mupdf.PDFObject) => (o.isIndirect() ? o.asIndirect() : 0)
  /** « page/mcid » : l’élément qui le porte. */
  const portes = new Map<string, number>()
  const descendre = (noeud: mupdf.PDFObject, parent: number, page: number): void => {
    const element = noeud.resolve()
    if (element.isArray()) {
      for (let i = 0; i < element.length; i += 1) descendre(element.get(i), parent, page)
      return
    }
    if (element.isNumber()) {
      const cle = `${page}/${element.asNumber()}`
      if (portes.has(cle)) fautes.push(`${cle} porté deux fois`)
      portes.set(cle, parent)
      return
    }
    if (!element.isDictionary() || !element.get('S').isName()) return
    if (numero(element.get('P')) !== parent) fautes.push(`${element.get('S').asName()} : parent faux`)
    descendre(
      element.get('K'),
      numero(noeud),
      element.get('Pg').isIndirect() ? numero(element.get('Pg')) : page,
    )
  }
  descendre(arbre.get('K'), numero(arbre), 0)
  const index = new Map<number, mupdf.PDFObject>()
  const nombres = arbre.get('ParentTree').get('Nums')
  for (let i = 0; i + 1 < nombres.length; i += 2) index.set(nombres.get(i).asNumber(), nombres.get(i + 1))
  let rendus = 0
  for (let i = 0; i < document.countPages(); i += 1) {
    const page = document.findPage(i)
    const siens = index.get(page.get('StructParents').asNumber())?.resolve()
    if (!siens?.isArray()) {
      fautes.push(`page ${i} : sans index`)
      continue
    }
    for (let mcid = 0; mcid < siens.length; mcid += 1) {
      if (!siens.get(mcid).isIndirect()) continue
      rendus += 1
      if (portes.get(`${numero(page)}/${mcid}`) !== numero(siens.get(mcid)))
        fautes.push(`page ${i}, contenu ${mcid} : l’index ne mène pas à qui le porte`)
    }
    page
      .get('Resources')
      .get('Font')
      .forEach((police, nom) => {
        const decrite = police.get('DescendantFonts').get(0).get('FontDescriptor')
        if (!decrite.get('FontFile2').isStream() || !police.get('ToUnicode').isStream())
          fautes.push(`page ${i}, police ${nom} : sans octets, ou sans mots`)
      })
  }
  if (rendus !== portes.size) fautes.push(`${portes.size} contenus portés, ${rendus} rendus`)
  return fautes
}
