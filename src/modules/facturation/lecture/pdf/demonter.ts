/**
 * D’un PDF, ce qui intéresse une facture : les XML joints, le texte, les métadonnées, ce qui n’a rien à y faire. Un PDF vient du
 * dehors : à n’appeler que dans `ouvrier.ts`, que l’on tue, et dont la mémoire est bornée.
 */
import { inflateSync } from 'node:zlib'
import * as mupdf from 'mupdf'
import { manqueDePlace } from './manque-de-place.ts'

export type PieceJointe = {
  readonly nom: string
  /** `AFRelationship`, quand il est dit. */
  readonly relation: string | undefined
  readonly octets: Uint8Array
}

export type PdfDemonte = {
  readonly jointes: readonly PieceJointe[]
  readonly texte: string
  readonly xmp: string
  readonly chiffre: boolean
  readonly repare: boolean
  /** Une action JavaScript ou de lancement. */
  readonly script: boolean
}

export type DemontagePdf = PdfDemonte | { readonly refus: 'pas-pdf' | 'mot-de-passe' | 'piece-trop-lourde' }

/** Octets d’une pièce jointe, pièces, pages lues, objets parcourus, au plus. */
export const bornesPdf = { piece: 20_000_000, pieces: 50, pages: 40, objets: 100_000, noeuds: 2_000 } as const

class TropLourd extends Error {}

/** Un flux, sans laisser une bombe se gonfler : Flate par zlib, borné ; un autre filtre, par MuPDF, dont la mémoire l’est. */
const lireFlux = (flux: mupdf.PDFObject): Uint8Array => {
  const filtre = flux.get('Filter')
  const nom = filtre.isArray() && filtre.length === 1 ? filtre.get(0) : filtre
  if (nom.isName() && nom.asName() === 'FlateDecode' && flux.get('DecodeParms').isNull()) {
    try {
      return new Uint8Array(
        inflateSync(flux.readRawStream().asUint8Array(), { maxOutputLength: bornesPdf.piece }),
      )
    } catch (erreur) {
      if ((erreur as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new TropLourd()
      // Un flux abîmé : MuPDF en rend ce qui se lit.
    }
  }
  const lus = flux.readStream().asUint8Array()
  if (lus.length > bornesPdf.piece) throw new TropLourd()
  return new Uint8Array(lus)
}

/** Les fichiers nommés par l’arbre `EmbeddedFiles`, sans suivre une boucle. */
const nommes = (racine: mupdf.PDFObject): mupdf.PDFObject[] => {
  const vus = new Set<number>()
  const aVoir = [racine]
  const trouves: mupdf.PDFObject[] = []
  let noeuds = 0
  for (let n = aVoir.pop(); n && noeuds < bornesPdf.noeuds; n = aVoir.pop()) {
    noeuds += 1
    if (n.isIndirect()) {
      if (vus.has(n.asIndirect())) continue
      vus.add(n.asIndirect())
    }
    if (!n.isDictionary()) continue
    const [noms, enfants] = [n.get('Names'), n.get('Kids')]
    if (noms.isArray()) for (let i = 1; i < noms.length; i += 2) trouves.push(noms.get(i))
    if (enfants.isArray()) for (let i = 0; i < enfants.length; i += 1) aVoir.push(enfants.get(i))
  }
  return trouves
}

const jointesDe = (document: mupdf.PDFDocument): PieceJointe[] => {
  const catalogue = document.getTrailer().get('Root')
  const associes = catalogue.get('AF')
  const specs = nommes(catalogue.get('Names', 'EmbeddedFiles'))
  if (associes.isArray()) for (let i = 0; i < associes.length; i += 1) specs.push(associes.get(i))
  const jointes: PieceJointe[] = []
  const vus = new Set<number>()
  for (const spec of specs.slice(0, bornesPdf.pieces)) {
    if (!spec.isDictionary()) continue
    const fichiers = spec.get('EF')
    if (!fichiers.isDictionary()) continue
    const flux = fichiers.get('F').isNull() ? fichiers.get('UF') : fichiers.get('F')
    if (!flux.isStream()) continue
    if (flux.isIndirect()) {
      if (vus.has(flux.asIndirect())) continue
      vus.add(flux.asIndirect())
    }
    const nom = spec.get('UF').isString() ? spec.get('UF') : spec.get('F')
    const relation = spec.get('AFRelationship')
    jointes.push({
      nom: nom.isString() ? nom.asString().slice(0, 200) : '',
      relation: relation.isName() ? relation.asName() : undefined,
      octets: lireFlux(flux),
    })
  }
  return jointes
}

const actions = new Set(['JavaScript', 'Launch', 'Rendition', 'ImportData', 'SubmitForm'])

const aUnScript = (document: mupdf.PDFDocument): boolean => {
  const estAction = (o: mupdf.PDFObject, profondeur: number): boolean => {
    if (profondeur > 6) return false
    if (o.isArray()) {
      for (let i = 0; i < Math.min(o.length, 1_000); i += 1) {
        const e = o.get(i)
        if (!e.isIndirect() && estAction(e, profondeur + 1)) return true
      }
      return false
    }
    if (!o.isDictionary()) return false
    const sorte = o.get('S')
    if (
      sorte.isName() &&
      actions.has(sorte.asName()) &&
      (!o.get('JS').isNull() || sorte.asName() !== 'JavaScript')
    )
      return true
    let trouve = false
    o.forEach((valeur) => {
      // Un objet désigné est visité à son tour, à son rang.
      if (!trouve && !valeur.isIndirect()) trouve = estAction(valeur, profondeur + 1)
    })
    return trouve
  }
  if (!document.getTrailer().get('Root', 'Names', 'JavaScript').isNull()) return true
  const objets = Math.min(document.countObjects(), bornesPdf.objets)
  for (let i = 1; i < objets; i += 1)
    try {
      if (estAction(document.newIndirect(i).resolve(), 0)) return true
    } catch (erreur) {
      if (manqueDePlace(erreur)) throw erreur
      // Un objet illisible ne s’exécute pas.
    }
  return false
}

const texteDe = (document: mupdf.PDFDocument): string => {
  const pages: string[] = []
  for (let i = 0; i < Math.min(document.countPages(), bornesPdf.pages); i += 1)
    try {
      pages.push(document.loadPage(i).toStructuredText('').asText())
    } catch (erreur) {
      if (manqueDePlace(erreur)) throw erreur
      // Une page illisible n’empêche pas de lire les autres.
    }
  return pages.join('\n')
}

export const demonter = (octets: Uint8Array): DemontagePdf => {
  mupdf.setLog(null)
  let document: mupdf.PDFDocument | null
  try {
    document = mupdf.Document.openDocument(octets, 'application/pdf').asPDF()
  } catch (erreur) {
    if (manqueDePlace(erreur)) throw erreur
    return { refus: 'pas-pdf' }
  }
  if (!document) return { refus: 'pas-pdf' }
  if (document.needsPassword()) return { refus: 'mot-de-passe' }
  try {
    const meta = document.getTrailer().get('Root', 'Metadata')
    return {
      jointes: jointesDe(document),
      texte: texteDe(document),
      xmp: meta.isStream() ? new TextDecoder().decode(lireFlux(meta)) : '',
      chiffre: !document.getTrailer().get('Encrypt').isNull(),
      repare: document.wasRepaired(),
      script: aUnScript(document),
    }
  } catch (erreur) {
    if (erreur instanceof TropLourd) return { refus: 'piece-trop-lourde' }
    throw erreur
  }
}
