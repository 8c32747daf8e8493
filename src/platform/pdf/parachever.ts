/*
 * Ce que Typst 0.14 ne sait pas écrire : l'identifiant PDF/UA-1 à côté de PDF/A-3a, les métadonnées Factur-X, et un fichier serré
 * (dictionnaires dans un flux, polices sans leurs noms) : deux fois moins d’octets ; les dessins, le texte, le balisage et les pièces jointes
 * ne changent pas d’un octet (un essai les compare). Suppose ce que Typst écrit et refuse autre chose.
 */
import { avecOctets, ecrireObjets, lireObjets, type Objet, octetsDe, trouver } from '#platform/pdf/objets.ts'
import { allegerPolice } from '#platform/pdf/polices-fondues.ts'

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

const renvoi = (texte: string, cle: string): number | undefined => {
  const lu = new RegExp(`/${cle}\\s+(\\d+)\\s+0\\s+R`).exec(texte)?.[1]
  return lu === undefined ? undefined : Number(lu)
}

/** La table des mots d’une police : Typst y écrit un en-tête PostScript que rien ne lit. */
const sansEntete = (table: Buffer): Buffer => table.subarray(Math.max(0, table.indexOf('/CIDInit')))

/** Les mêmes objets, plus légers : rien de ce qui se voit, se copie ou se joint n’y change. */
const alleger = (objets: ReadonlyMap<number, Objet>): Map<number, Objet> => {
  const legers = new Map(objets)
  const changer = (n: number | undefined, par: (objet: Objet) => Objet) => {
    const objet = n === undefined ? undefined : legers.get(n)
    if (n !== undefined && objet?.flux) legers.set(n, par(objet))
  }
  for (const [n, objet] of objets) {
    const { texte } = objet
    if (/\/Type\s*\/FontDescriptor\b/.test(texte)) {
      changer(renvoi(texte, 'FontFile2'), (f) => avecOctets(f, allegerPolice(octetsDe(f))))
      // Facultatif (ISO 19005-3, 6.2.11.4.2) : la police jointe n’a que les signes employés.
      legers.set(n, { texte: texte.replace(/\/CIDSet\s+\d+\s+0\s+R/, '') })
    } else if (/\/Type\s*\/CMap\b/.test(texte)) changer(n, (f) => avecOctets(f, sansEntete(octetsDe(f))))
  }
  return legers
}

export const parachever = (pdf: Buffer, complements: Complements = { ua: true }): Buffer => {
  const lu = lireObjets(pdf)
  const catalogue = lu.objets.get(lu.racine)?.texte ?? ''
  const meta = Number(trouver(catalogue, /\/Metadata\s+(\d+)\s+0\s+R/, 'Metadata'))
  const xmp = lu.objets.get(meta)
  if (!xmp) throw new Error('PDF inattendu : métadonnées introuvables.')
  const complet = Buffer.from(completerXmp(octetsDe(xmp).toString('utf8'), complements))
  const objets = alleger(lu.objets)
  // Un lecteur de factures cherche parfois les siennes sans ouvrir le PDF : elles y restent en clair.
  objets.set(
    meta,
    complements.facturX
      ? { texte: xmp.texte.replace(/\/Length\s+\d+/, `/Length ${complet.length}`), flux: complet }
      : avecOctets(xmp, complet),
  )
  if (complements.ua && !/\/DisplayDocTitle\s+true/.test(catalogue))
    objets.set(lu.racine, {
      texte: /\/ViewerPreferences\s*<</.test(catalogue)
        ? catalogue.replace(/\/ViewerPreferences\s*<</, '/ViewerPreferences << /DisplayDocTitle true')
        : catalogue.replace(/>>$/, ' /ViewerPreferences << /DisplayDocTitle true >> >>'),
    })
  return ecrireObjets({ ...lu, objets })
}
