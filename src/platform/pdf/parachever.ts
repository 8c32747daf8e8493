/*
 * Ce que Typst 0.14 ne sait pas écrire : l'identifiant PDF/UA-1 à côté de PDF/A-3a, les métadonnées Factur-X, et un fichier serré
 * (dictionnaires dans un flux, polices en une, boîtes sans rôle ôtées) : deux fois et demie moins d’octets ; le texte, le balisage et les
 * pièces jointes ne changent pas, le dessin au centième de point (un essai les compare). Suppose ce que Typst écrit et refuse autre chose.
 */
import { sansBoites } from '#platform/pdf/balises.ts'
import {
  avecOctets,
  chaineDe,
  ecrireObjets,
  lireObjets,
  type Objet,
  octetsDe,
  remplacer,
  renvois,
  trouver,
} from '#platform/pdf/objets.ts'
import { fondrePolices } from '#platform/pdf/polices-communes.ts'

export type ProfilFacturX = 'MINIMUM' | 'BASIC WL' | 'BASIC' | 'EN 16931' | 'EXTENDED'
export type Complements = {
  readonly ua: boolean
  readonly facturX?: ProfilFacturX
  /** Les nombres du dessin tels quels : de quoi le comparer, point par point, à celui du moteur. */
  readonly exact?: boolean
}

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

/** Ce que le moteur dit de plus, et que rien ne lit : l’histoire de l’écriture, ses identités, la forme du fichier. */
const bavardages =
  /<(xmpMM:\w+|pdf:PDFVersion|xmpTPg:NPages|dc:format)>[\s\S]*?<\/\1>|\s+xmlns:(?:stEvt|xmpMM|xmpTPg)="[^"]*"/g
const extensions = /<pdfaExtension:schemas>[\s\S]*<\/pdfaExtension:schemas>/

/**
 * Les extensions que le moteur déclare sont celles de schémas prédéfinis (ISO 19005-3, 6.6.2.3) ou de ce qui vient d’être ôté : seules restent
 * les nôtres.
 */
const completerXmp = (xmp: string, { ua, facturX }: Complements): string => {
  if (!extensions.test(xmp))
    throw new Error('XMP inattendu : pas de schémas d’extension PDF/A (norme a-3a ou a-3b attendue).')
  const siens = `${ua ? schemaUa : ''}${facturX ? schemaFx : ''}`
  return xmp
    .replace(bavardages, '')
    .replace(extensions, () =>
      siens === '' ? '' : `<pdfaExtension:schemas><rdf:Bag>${siens}</rdf:Bag></pdfaExtension:schemas>`,
    )
    .replace('</rdf:RDF>', () => `${ua ? blocUa : ''}${facturX ? blocFx(facturX) : ''}</rdf:RDF>`)
}

/** Le gris du moteur a son profil ; l’intention de couleur du fichier suffit à celui de l’appareil (ISO 19005-3, 6.2.4.3). */
const sansProfilDuGris = (objets: Map<number, Objet>): void => {
  const gris = new Set<number>()
  for (const [n, { texte }] of objets) {
    const profil = /^\[\s*\/ICCBased\s+(\d+)\s+0\s+R\s*\]$/.exec(texte)?.[1]
    if (profil !== undefined && /\/N\s+1\b/.test(objets.get(Number(profil))?.texte ?? '')) gris.add(n)
  }
  if (gris.size === 0) return
  for (const [n, objet] of objets)
    if (objet.texte.includes('/ColorSpace'))
      objets.set(n, {
        ...objet,
        texte: remplacer(objet.texte, renvois, (tout, x) =>
          gris.has(Number(x)) ? '/DeviceGray' : (tout ?? ''),
        ),
      })
}

/** Les procédures d’une imprimante PostScript : aucun lecteur ne les lit plus (ISO 32000-1, 14.2). */
const sansProcedures = (objets: Map<number, Objet>): void => {
  for (const [n, objet] of objets)
    if (objet.texte.includes('/ProcSet'))
      objets.set(n, { ...objet, texte: remplacer(objet.texte, /\/ProcSet\s*\[[^\]]*\]/g, () => '') })
}

/** Un titre du plan mène à sa place, au centième de point, sans un objet de plus. */
const placesEnLigne = (objets: Map<number, Objet>): void => {
  for (const [n, objet] of objets) {
    if (!objet.texte.includes('/Dest ')) continue
    objets.set(n, {
      ...objet,
      texte: remplacer(objet.texte, /\/Dest\s+(\d+)\s+0\s+R/g, (tout = '', x) => {
        const place = objets.get(Number(x))?.texte ?? ''
        return /^\[\s*\d+\s+0\s+R\s*\/XYZ\b/.test(place)
          ? `/Dest${place.replace(/\d+\.\d+/g, (y) => String(Math.round(Number(y) * 100) / 100))}`
          : tout
      }),
    })
  }
}

/** Les métadonnées disent déjà sujet, numéro, dates et outil ; des lecteurs ne cherchent le titre que dans la fiche. */
const titreSeul = (fiche: string): string => {
  const titre = chaineDe(fiche, 'Title')
  // Sur sa ligne, comme le moteur écrit : l’écriture serrée la reconnaît.
  return titre === undefined ? '<<>>' : `<<\n/Title ${titre}\n>>`
}

/** Un dessin dans le dessin, qui nommerait des signes à lui : il garde ses polices, et la page aussi. */
const dessineAutrement = ({ texte }: Objet): boolean =>
  /\/(?:PatternType|Subtype\s*\/Form)\b/.test(texte) && /\/Font\b/.test(texte)

/** Les mêmes objets, plus légers : rien de ce qui se voit, se copie ou se joint n’y change. */
const alleger = (lus: ReadonlyMap<number, Objet>, exact: boolean): Map<number, Objet> => {
  const objets = new Map(lus)
  sansProfilDuGris(objets)
  sansProcedures(objets)
  placesEnLigne(objets)
  sansBoites(objets)
  if ([...lus.values()].some(dessineAutrement)) return objets
  const polices = fondrePolices(objets, { exact })
  polices.recoderPages(lus.keys())
  polices.finir()
  return objets
}

export const parachever = (pdf: Buffer, complements: Complements = { ua: true }): Buffer => {
  const lu = lireObjets(pdf)
  const catalogue = lu.objets.get(lu.racine)?.texte ?? ''
  const meta = Number(trouver(catalogue, /\/Metadata\s+(\d+)\s+0\s+R/, 'Metadata'))
  const xmp = lu.objets.get(meta)
  if (!xmp) throw new Error('PDF inattendu : métadonnées introuvables.')
  const complet = Buffer.from(completerXmp(octetsDe(xmp).toString('utf8'), complements))
  const objets = alleger(lu.objets, complements.exact === true)
  // Un lecteur de factures cherche parfois les siennes sans ouvrir le PDF : elles y restent en clair.
  objets.set(
    meta,
    complements.facturX
      ? { texte: xmp.texte.replace(/\/Length\s+\d+/, `/Length ${complet.length}`), flux: complet }
      : avecOctets(xmp, complet),
  )
  objets.set(lu.info, { texte: titreSeul(lu.objets.get(lu.info)?.texte ?? '') })
  // Facultatif, et des lecteurs l’attendent sous une autre forme.
  const sansDoute = catalogue.replace(/\/Suspects\s+false/, '')
  objets.set(lu.racine, { texte: sansDoute })
  if (complements.ua && !/\/DisplayDocTitle\s+true/.test(catalogue))
    objets.set(lu.racine, {
      texte: /\/ViewerPreferences\s*<</.test(catalogue)
        ? sansDoute.replace(/\/ViewerPreferences\s*<</, '/ViewerPreferences << /DisplayDocTitle true')
        : sansDoute.replace(/>>$/, ' /ViewerPreferences << /DisplayDocTitle true >> >>'),
    })
  return ecrireObjets({ ...lu, objets })
}
