import type { Refus } from '#kernel/refus.ts'

/** Un élément XML déjà lu : nom local, attributs, enfants, texte propre, et sa place dans le fichier. */
export type Noeud = {
  readonly nom: string
  readonly espace: string
  readonly attributs: Readonly<Record<string, string>>
  readonly enfants: readonly Noeud[]
  readonly texte: string
  readonly ligne: number
  readonly colonne: number
}

/** Un fichier qui n’est pas du XML que nous lisions : rien n’en est gardé. */
export type RefusXml = Refus<
  | 'xml-trop-gros'
  | 'xml-doctype'
  | 'xml-trop-profond'
  | 'xml-trop-de-noeuds'
  | 'xml-mal-forme'
  | 'xml-encodage'
> & {
  readonly ligne?: number
}

/** Les descendants au bout d’un chemin de noms, sans préfixe : `'SellerTradeParty/Name'`. */
export const tous = (noeud: Noeud | undefined, chemin: string): readonly Noeud[] =>
  chemin
    .split('/')
    .reduce<readonly Noeud[]>(
      (ici, nom) => ici.flatMap((n) => n.enfants.filter((e) => e.nom === nom)),
      noeud ? [noeud] : [],
    )
export const un = (noeud: Noeud | undefined, chemin: string): Noeud | undefined => tous(noeud, chemin)[0]
/** Le texte d’un élément, sans ses espaces de début et de fin ; `undefined` s’il n’y est pas. */
export const dit = (noeud: Noeud | undefined, chemin?: string): string | undefined =>
  (chemin === undefined ? noeud : un(noeud, chemin))?.texte.trim()

/** Un texte, tel qu’un XML 1.0 le porte, dans un élément ou un attribut : ce qu’il ne peut pas porter s’en va. */
export const echapperXml = (t: string): string =>
  t
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
