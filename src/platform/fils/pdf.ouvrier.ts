/** Le fil qui examine un PDF reçu : chaque objet, flux d’objets compressés compris. Il ne rend que ce que le fichier ferait à qui l’ouvre. */

import { parentPort, workerData } from 'node:worker_threads'
import { constants, inflateSync } from 'node:zlib'
import type { PDFDocument, PDFObject } from 'mupdf'
import { bornerWasm } from './borner-wasm.ts'
import type { ExamenPdf } from './examiner-pdf.ts'

// Avant que MuPDF ne se charge.
bornerWasm(400_000_000)
const mupdf = await import('mupdf')

const objetsMax = 100_000
const profondeurMax = 20

/** Les actions qui agissent sur la machine, ou font partir ce qu’elle contient. */
const actions = new Set([
  'JavaScript',
  'Launch',
  'Rendition',
  'ImportData',
  'SubmitForm',
  'GoToE',
  'Movie',
  'Sound',
  'RichMediaExecute',
])
const cles = ['JS', 'JavaScript', 'XFA', 'RichMediaContent', 'RichMediaSettings']

const nomDe = (o: PDFObject): string => (o.isName() ? o.asName() : '')

/**
 * Un XML joint (une facture électronique), un JSON (les données d’une pièce de Coforme) n’agissent pas ; tout autre fichier caché dans un PDF se
 * refuse.
 */
const estInerte = (flux: PDFObject): boolean => {
  if (!flux.isStream()) return false
  const filtre = flux.get('Filter')
  const brut = flux.readRawStream().asUint8Array()
  const nom = nomDe(filtre.isArray() && filtre.length === 1 ? filtre.get(0) : filtre)
  if (!filtre.isNull() && nom !== 'FlateDecode') return false
  try {
    const clair = filtre.isNull()
      ? brut
      : inflateSync(brut, { maxOutputLength: 20_000_000, finishFlush: constants.Z_SYNC_FLUSH })
    const debut = new TextDecoder().decode(clair.subarray(0, 400))
    if (/^(\ufeff)?\s*<(\?xml|[a-z])/i.test(debut)) return true
    // Du JSON se lit entier, ou n’en est pas.
    if (!/^\s*[{[]/.test(debut)) return false
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(clair))
    return true
  } catch {
    return false
  }
}

const cacheUnFichier = (fichiers: PDFObject): boolean => {
  let cache = !fichiers.isDictionary()
  if (!cache)
    fichiers.forEach((flux) => {
      cache ||= !estInerte(flux)
    })
  return cache
}

const agit = (o: PDFObject, profondeur = 0): boolean => {
  if (profondeur > profondeurMax) return true
  // Un objet désigné est vu à son tour, à son rang.
  const dedans = (v: PDFObject) =>
    !v.isIndirect() && (v.isArray() || v.isDictionary()) && agit(v, profondeur + 1)
  if (o.isArray()) {
    for (let i = 0; i < o.length; i += 1) if (dedans(o.get(i))) return true
    return false
  }
  if (!o.isDictionary()) return false
  if (actions.has(nomDe(o.get('S'))) || nomDe(o.get('Subtype')) === 'RichMedia') return true
  if (cles.some((c) => !o.get(c).isNull())) return true
  if (!o.get('EF').isNull() && cacheUnFichier(o.get('EF'))) return true
  // Une adresse que l’ouverture seule appelle.
  if (nomDe(o.get('OpenAction', 'S')) === 'URI') return true
  const auto = o.get('AA')
  let appelle = false
  if (auto.isDictionary())
    auto.forEach((a) => {
      appelle ||= nomDe(a.get('S')) === 'URI'
    })
  if (appelle) return true
  let trouve = false
  o.forEach((v) => {
    trouve ||= dedans(v)
  })
  return trouve
}

const examiner = (octets: Uint8Array): ExamenPdf => {
  mupdf.setLog(null)
  let document: PDFDocument | null
  try {
    document = mupdf.Document.openDocument(octets, 'application/pdf').asPDF()
  } catch {
    return 'illisible'
  }
  if (!document) return 'illisible'
  if (document.needsPassword()) return 'mot-de-passe'
  try {
    if (document.countPages() < 1) return 'illisible'
  } catch {
    return 'illisible'
  }
  const objets = document.countObjects()
  if (objets > objetsMax) return 'trop-lourd'
  if (agit(document.getTrailer())) return 'actif'
  for (let i = 1; i < objets; i += 1) {
    let objet: PDFObject
    try {
      objet = document.newIndirect(i).resolve()
    } catch {
      // Un objet qui ne se lit pas ne s’exécute pas.
      continue
    }
    if (agit(objet)) return 'actif'
  }
  return 'sain'
}

const { octets } = workerData as { readonly octets: Uint8Array }
// Le port ne se ferme pas d’ici : un fil à WebAssembly qui finit pendant qu’on l’arrête fait tomber le processus (Node 24.21).
parentPort?.postMessage({ fin: examiner(octets) })
