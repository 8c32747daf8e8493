/*
 * Ce que Typst 0.14 ne sait pas écrire, ajouté après coup : l'identifiant PDF/UA-1 à côté de PDF/A-3a, et les
 * métadonnées Factur-X. Mise à jour incrémentale : les octets produits par Typst ne bougent pas, deux objets
 * (catalogue, métadonnées) et une table de renvois suivent. Suppose ce que Typst écrit (table `xref` classique,
 * objets non compressés, XMP en clair) et refuse autre chose : une montée de version se verra.
 */
export type ProfilFacturX = 'MINIMUM' | 'BASIC WL' | 'BASIC' | 'EN 16931' | 'EXTENDED'
export type Complements = { readonly ua: boolean; readonly facturX?: ProfilFacturX }

const propriete = (nom: string, type: string, categorie: string, description: string) =>
  `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${nom}</pdfaProperty:name><pdfaProperty:valueType>${type}</pdfaProperty:valueType><pdfaProperty:category>${categorie}</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`
const schema = (titre: string, adresse: string, prefixe: string, proprietes: string) =>
  `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>${titre}</pdfaSchema:schema><pdfaSchema:namespaceURI>${adresse}</pdfaSchema:namespaceURI><pdfaSchema:prefix>${prefixe}</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${proprietes}</rdf:Seq></pdfaSchema:property></rdf:li>`

const espaceUa = 'http://www.aiim.org/pdfua/ns/id/'
const schemaUa = schema(
  'PDF/UA identification schema',
  espaceUa,
  'pdfuaid',
  propriete('part', 'Integer', 'internal', 'Part of ISO 14289 the file conforms to'),
)
const blocUa = `<rdf:Description rdf:about="" xmlns:pdfuaid="${espaceUa}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>`

const espaceFx = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#'
const schemaFx = schema(
  'Factur-X PDFA Extension Schema',
  espaceFx,
  'fx',
  [
    ['DocumentFileName', 'Name of the embedded XML invoice file'],
    ['DocumentType', 'Kind of document'],
    ['Version', 'Version of the XML schema'],
    ['ConformanceLevel', 'Conformance level of the embedded XML'],
  ]
    .map(([nom, description]) => propriete(nom ?? '', 'Text', 'external', description ?? ''))
    .join(''),
)
const blocFx = (profil: ProfilFacturX) =>
  `<rdf:Description rdf:about="" xmlns:fx="${espaceFx}"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>${profil}</fx:ConformanceLevel></rdf:Description>`

const completerXmp = (xmp: string, { ua, facturX }: Complements): string => {
  const fin = '</rdf:Bag></pdfaExtension:schemas>'
  if (xmp.split(fin).length !== 2)
    throw new Error('XMP inattendu : pas de schémas d’extension PDF/A (norme a-3a ou a-3b attendue).')
  return xmp
    .replace(fin, () => `${ua ? schemaUa : ''}${facturX ? schemaFx : ''}${fin}`)
    .replace('</rdf:RDF>', () => `${ua ? blocUa : ''}${facturX ? blocFx(facturX) : ''}</rdf:RDF>`)
}

const latin = (octets: Buffer) => octets.toString('latin1')
const trouve = (texte: string, motif: RegExp, quoi: string): string => {
  const valeur = texte.match(motif)?.[1]
  if (valeur === undefined)
    throw new Error(`PDF inattendu : ${quoi} introuvable (table de renvois classique attendue).`)
  return valeur
}

export const parachever = (pdf: Buffer, complements: Complements = { ua: true }): Buffer => {
  const queue = latin(pdf.subarray(Math.max(0, pdf.length - 2048)))
  const depart = Number(trouve(queue, /startxref\s+(\d+)\s+%%EOF\s*$/, 'startxref'))
  const trailer = trouve(queue, /trailer\s*<<([\s\S]*?)>>\s*startxref/, 'trailer')
  const renvoi = (cle: string) => Number(trouve(trailer, new RegExp(`/${cle}\\s+(\\d+)\\s+0\\s+R`), cle))
  const racine = renvoi('Root')
  const info = renvoi('Info')
  const taille = trouve(trailer, /\/Size\s+(\d+)/, 'Size')
  const id = trouve(trailer, /(\/ID\s*\[[\s\S]*?\])/, 'ID')
  // Typst écrit une seule section « xref 0 N » : la place d'un objet se calcule.
  const table = trouve(latin(pdf.subarray(depart, depart + 40)), /^(xref\s+0\s+\d+\s+)/, 'xref')
  const objet = (n: number): Buffer => {
    const d = Number(latin(pdf.subarray(depart + table.length + n * 20, depart + table.length + n * 20 + 10)))
    return pdf.subarray(d, pdf.indexOf('endobj', d))
  }

  let catalogue = latin(objet(racine))
    .replace(/^\d+ 0 obj\s*/, '')
    .trimEnd()
  const meta = Number(trouve(catalogue, /\/Metadata\s+(\d+)\s+0\s+R/, 'Metadata'))
  const brut = objet(meta)
  const fin = brut.lastIndexOf('<?xpacket end')
  const xmp = Buffer.from(
    completerXmp(
      brut.subarray(brut.indexOf('<?xpacket begin'), brut.indexOf('?>', fin) + 2).toString('utf8'),
      complements,
    ),
  )
  if (complements.ua && !/\/DisplayDocTitle\s+true/.test(catalogue)) {
    catalogue = /\/ViewerPreferences\s*<</.test(catalogue)
      ? catalogue.replace(/\/ViewerPreferences\s*<</, '/ViewerPreferences <<\n    /DisplayDocTitle true')
      : catalogue.replace(/>>$/, '  /ViewerPreferences << /DisplayDocTitle true >>\n>>')
  }

  const suite: Buffer[] = []
  let ici = pdf.length
  const ecrire = (x: string | Buffer) => {
    const b = typeof x === 'string' ? Buffer.from(x, 'latin1') : x
    suite.push(b)
    ici += b.length
  }
  const places = new Map<number, number>()
  ecrire('\n')
  places.set(racine, ici)
  ecrire(`${racine} 0 obj\n${catalogue}\nendobj\n`)
  places.set(meta, ici)
  ecrire(`${meta} 0 obj\n<<\n  /Length ${xmp.length}\n  /Type /Metadata\n  /Subtype /XML\n>>\nstream\n`)
  ecrire(xmp)
  ecrire('\nendstream\nendobj\n')
  const xref = ici
  ecrire('xref\n')
  for (const [n, place] of [...places].sort(([a], [b]) => a - b))
    ecrire(`${n} 1\n${String(place).padStart(10, '0')} 00000 n\r\n`)
  ecrire(
    `trailer\n<<\n  /Size ${taille}\n  /Root ${racine} 0 R\n  /Info ${info} 0 R\n  /Prev ${depart}\n  ${id}\n>>\nstartxref\n${xref}\n%%EOF\n`,
  )
  return Buffer.concat([pdf, ...suite])
}
