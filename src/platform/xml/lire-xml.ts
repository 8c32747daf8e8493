import { SaxesParser } from 'saxes'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Noeud, RefusXml } from '#kernel/xml.ts'

/** Ce qu’un fichier de catalogue, ou un avis de marché, ne dépasse jamais honnêtement. Un OF de mille offres tient dans 20 Mo. */
export const bornesXml = {
  octets: 30_000_000,
  profondeur: 40,
  noeuds: 2_000_000,
  attributs: 40,
  texte: 200_000,
} as const

/** Un texte plus long que tout champ du schéma (3 000 signes) n’est gardé que jusque-là. */
const couper = (t: string): string =>
  t.length <= bornesXml.texte ? t : t.slice(0, bornesXml.texte).toWellFormed()

class Arret extends Error {
  readonly code: RefusXml['code']
  constructor(code: RefusXml['code'], message: string) {
    super(message)
    this.code = code
  }
}

const encodageDe = (declare: string): string | undefined =>
  ['utf-8', 'utf8', 'us-ascii'].includes(declare)
    ? 'utf-8'
    : ['iso-8859-1', 'iso-8859-15', 'windows-1252', 'latin1'].includes(declare)
      ? declare
      : undefined

/** Octets → texte : UTF-8, UTF-16 s’il en porte la marque, ou, s’il le déclare, ISO-8859-1 (EDOF). Un octet faux est un refus, jamais un « � ». */
export const decoderXml = (octets: Uint8Array): Result<string, RefusXml> => {
  if (octets.length > bornesXml.octets) return refuser('xml-trop-gros', 'Ce fichier dépasse 30 Mo.')
  const tete = new TextDecoder('latin1').decode(octets.subarray(0, 200))
  const declare =
    /^(?:ï»¿)?<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(tete)?.[1]?.toLowerCase() ?? 'utf-8'
  const marque =
    octets[0] === 0xff && octets[1] === 0xfe
      ? 'utf-16le'
      : octets[0] === 0xfe && octets[1] === 0xff
        ? 'utf-16be'
        : undefined
  const encodage = marque ?? encodageDe(declare)
  if (!encodage)
    return refuser(
      'xml-encodage',
      `L’encodage « ${declare.slice(0, 20)} » n’est pas lu : enregistrez le fichier en UTF-8.`,
    )
  try {
    return ok(new TextDecoder(encodage, { fatal: true }).decode(octets))
  } catch {
    return refuser(
      'xml-encodage',
      'Ce fichier annonce un encodage et en emploie un autre : enregistrez-le en UTF-8.',
    )
  }
}

/** L’arbre d’un fichier : décodé, puis lu. */
export const lireOctetsXml = (octets: Uint8Array): Result<Noeud, RefusXml> => {
  const texte = decoderXml(octets)
  return texte.ok ? lireXml(texte.value) : texte
}

/**
 * Lit un arbre borné. Toute déclaration DOCTYPE est refusée : pas d’entité, ni externe ni qui se multiplie. Les
 * cinq entités du XML et les références numériques restent. Les commentaires et instructions sont ignorés.
 */
export const lireXml = (texte: string): Result<Noeud, RefusXml> => {
  if (texte.length > bornesXml.octets) return refuser('xml-trop-gros', 'Ce fichier dépasse 30 Mo.')
  type Ouvert = {
    nom: string
    espace: string
    attributs: Record<string, string>
    enfants: Noeud[]
    morceaux: string[]
    ligne: number
    colonne: number
  }
  const parser = new SaxesParser({ xmlns: true, position: true })
  const pile: Ouvert[] = []
  let racine: Noeud | undefined
  let noeuds = 0
  parser.on('error', (e) => {
    throw new Arret('xml-mal-forme', e.message)
  })
  parser.on('doctype', () => {
    throw new Arret('xml-doctype', 'doctype')
  })
  // Compté à mesure : d’une balise qui n’en finit pas, rien d’autre ne se lit.
  let attributsOuverts = 0
  parser.on('attribute', () => {
    attributsOuverts += 1
    if (attributsOuverts > bornesXml.attributs) throw new Arret('xml-trop-de-noeuds', 'attributs')
  })
  parser.on('opentag', (tag) => {
    attributsOuverts = 0
    noeuds += 1
    if (noeuds > bornesXml.noeuds) throw new Arret('xml-trop-de-noeuds', 'noeuds')
    if (pile.length >= bornesXml.profondeur) throw new Arret('xml-trop-profond', 'profondeur')
    // Sans prototype : un attribut nommé `__proto__` n’est qu’un attribut.
    const attributs: Record<string, string> = Object.create(null)
    for (const a of Object.values(tag.attributes))
      if (a.prefix !== 'xmlns' && a.name !== 'xmlns') attributs[a.local] = a.value
    pile.push({
      nom: tag.local,
      espace: tag.uri,
      attributs,
      enfants: [],
      morceaux: [],
      ligne: parser.line,
      colonne: parser.column,
    })
  })
  const ajouter = (t: string): void => {
    pile.at(-1)?.morceaux.push(t)
  }
  parser.on('text', ajouter)
  parser.on('cdata', ajouter)
  parser.on('closetag', () => {
    const { morceaux, ...reste } = pile.pop() ?? {
      morceaux: [] as string[],
      nom: '',
      espace: '',
      attributs: {},
      enfants: [],
      ligne: 0,
      colonne: 0,
    }
    const noeud: Noeud = { ...reste, texte: couper(morceaux.join('')) }
    const parent = pile.at(-1)
    if (parent) parent.enfants.push(noeud)
    else racine = noeud
  })
  try {
    parser.write(texte.replace(/^\ufeff/, '')).close()
  } catch (e) {
    if (!(e instanceof Arret)) throw e
    const ligne = parser.line
    const phrases: Record<RefusXml['code'], string> = {
      'xml-doctype':
        'Ce fichier contient une déclaration DOCTYPE : elle est refusée par sécurité. Retirez-la.',
      'xml-trop-profond': `Ligne ${ligne} : les éléments s’emboîtent trop.`,
      'xml-trop-de-noeuds': `Ligne ${ligne} : ce fichier contient trop d’éléments.`,
      'xml-mal-forme': `Ligne ${ligne} : ce fichier n’est pas du XML bien formé.`,
      'xml-trop-gros': 'Ce fichier dépasse 30 Mo.',
      'xml-encodage': 'Ce fichier n’est pas dans l’encodage annoncé.',
    }
    const rendu = refuser(e.code, phrases[e.code])
    return rendu.ok ? rendu : { ok: false, error: { ...rendu.error, ligne } }
  }
  return racine ? ok(racine) : refuser('xml-mal-forme', 'Ce fichier est vide.')
}
