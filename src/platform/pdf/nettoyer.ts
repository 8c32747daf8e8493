import { readFileSync } from 'node:fs'
import { type Famille, familles, policeDe } from '#platform/pdf/lieux.ts'
import { verifierLogo } from '#platform/pdf/logo.ts'

/*
 * Ce qui entre dans un document doit pouvoir s'imprimer : PDF/A et PDF/UA refusent tout caractère qu'aucune
 * police incluse ne dessine. On nettoie avant de figer, et on dit ce qu'on a remplacé.
 */

/** Points de code d'une police TrueType (tables `cmap` de formats 4 et 12). */
export const couverture = (fichier: string): ReadonlySet<number> => {
  const b = readFileSync(fichier)
  const points = new Set<number>()
  let cmap = 0
  for (let i = 0; i < b.readUInt16BE(4); i++)
    if (b.toString('latin1', 12 + i * 16, 16 + i * 16) === 'cmap') cmap = b.readUInt32BE(20 + i * 16)
  for (let i = 0; i < b.readUInt16BE(cmap + 2); i++) {
    const t = cmap + b.readUInt32BE(cmap + 8 + i * 8)
    const format = b.readUInt16BE(t)
    if (format === 12) {
      for (let g = 0; g < b.readUInt32BE(t + 12); g++) {
        const o = t + 16 + g * 12
        for (let c = b.readUInt32BE(o); c <= b.readUInt32BE(o + 4); c++) points.add(c)
      }
    } else if (format === 4) {
      const seg = b.readUInt16BE(t + 6) / 2
      for (let s = 0; s < seg; s++) {
        const fin = b.readUInt16BE(t + 14 + s * 2)
        const debut = b.readUInt16BE(t + 16 + (seg + s) * 2)
        const delta = b.readUInt16BE(t + 16 + (2 * seg + s) * 2)
        const po = t + 16 + (3 * seg + s) * 2
        const decalage = b.readUInt16BE(po)
        for (let c = debut; c <= fin && c !== 0xffff; c++) {
          const g = decalage === 0 ? (c + delta) & 0xffff : b.readUInt16BE(po + decalage + (c - debut) * 2)
          if (g !== 0) points.add(c)
        }
      }
    }
  }
  return points
}

// Le moteur fabrique les espaces fins à partir de l'espace-mot.
const fabriques = new Set([0x20, 0xa0, 0x202f, 0x2009, 0x0a])

/** Un caractère est dessiné si une famille l'a. Chacune ne se lit que si les précédentes ne l'ont pas. */
const lues = new Map<string, ReadonlySet<number>>()
const couvre = (famille: Famille): ReadonlySet<number> => {
  const lue = lues.get(famille) ?? couverture(policeDe(famille))
  lues.set(famille, lue)
  return lue
}
const connus = new Map<number, boolean>()
const dessine = (c: number): boolean => {
  if (fabriques.has(c)) return true
  const connu = connus.get(c)
  if (connu !== undefined) return connu
  const oui = familles.some((f) => couvre(f).has(c))
  connus.set(c, oui)
  return oui
}

// Invisibles : commandes, sens d'écriture imposé (on ne maquille pas un texte), largeur nulle, marque d'ordre.
const invisibles =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l'on ôte.
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\ufe00-\ufe0f]|\p{Cs}|\p{Co}|\p{Cn}/gu

export const remplacant = '\ufffd'
/** Au-delà, un champ est un abus ou une erreur de collage : on refuse plutôt que de couper un texte signé. */
export const longueurMax = 20_000

/** Nettoie un texte ; dit les caractères qu'aucune police ne dessine. Idempotent. */
export const nettoyerTexte = (
  entree: string,
  lignes = false,
): { readonly texte: string; readonly remplaces: readonly string[] } => {
  const remplaces = new Set<string>()
  let t = entree
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(invisibles, '')
  t = lignes ? t.replace(/[ \u00a0]+\n/g, '\n').replace(/\n{3,}/g, '\n\n') : t.replace(/\s*\n\s*/g, ' ')
  t = t.replace(/ {2,}/g, ' ').trim()
  let texte = ''
  for (const lettre of t) {
    if (dessine(lettre.codePointAt(0) ?? 0)) texte += lettre
    else {
      if (lettre !== remplacant) remplaces.add(lettre)
      texte += remplacant
    }
  }
  return { texte, remplaces: [...remplaces] }
}

export type DonneesNettes = {
  readonly donnees: Record<string, unknown>
  readonly remplaces: readonly string[]
  /** Ce qui empêche de composer, en phrases. */
  readonly refus: readonly string[]
}

// Deux sortes de chaînes ne sont pas du texte : le dessin d'un logo et celui d'une signature.
const traceSaine = /^\d{1,3}( \d{1,3}){3,1999}$/

/** Nettoie toutes les chaînes d'un objet JSON. `multilignes` : noms des champs où un retour à la ligne compte. */
export const nettoyerDonnees = (
  donnees: Readonly<Record<string, unknown>>,
  multilignes: readonly string[] = [],
): DonneesNettes => {
  const remplaces = new Set<string>()
  const refus: string[] = []
  const visiter = (v: unknown, cle: string): unknown => {
    if (typeof v === 'string') {
      if (cle === 'svg') {
        const phrase = verifierLogo(v)
        if (phrase !== undefined) refus.push(phrase)
        return v
      }
      if (cle === 'trace') {
        if (!traceSaine.test(v)) refus.push('Le dessin d’une signature n’est pas lisible.')
        return v
      }
      if (v.length > longueurMax) {
        refus.push(`Un texte dépasse ${longueurMax} signes : ${cle}.`)
        return ''
      }
      const net = nettoyerTexte(v, multilignes.includes(cle))
      for (const r of net.remplaces) remplaces.add(r)
      return net.texte
    }
    if (Array.isArray(v)) return v.map((x) => visiter(x, cle))
    if (v !== null && typeof v === 'object')
      return Object.fromEntries(
        Object.entries(v)
          .filter(([, x]) => x !== undefined)
          .map(([k, x]) => [nettoyerTexte(k).texte, visiter(x, k)]),
      )
    return v
  }
  const net = visiter(donnees, '') as Record<string, unknown>
  return { donnees: net, remplaces: [...remplaces], refus }
}
