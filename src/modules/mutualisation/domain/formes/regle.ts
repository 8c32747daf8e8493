import type { Faits } from './faits.ts'

/**
 * Ce que vaut une règle : `certain` (lu dans un texte, une notice ou leur copie), `deduit`, `douteux` (à trancher par un juriste ou
 * par la DREETS), `memoire` (article cité de mémoire, à relire). Rien ici n’est un conseil juridique.
 */
export type Marque = 'certain' | 'deduit' | 'douteux' | 'memoire'

type Seuil = { readonly plus: number } | { readonly auMoins: number }
/** Une condition par fait nommé, toutes vraies : l’une de ces valeurs, ou un seuil. */
export type Si = {
  readonly [K in keyof Faits]?: readonly Faits[K][] | (Faits[K] extends number ? Seuil : never)
}

export type CodeForme =
  | 'sous-traitance'
  | 'sous-traitance-cae'
  | 'honoraires'
  | 'pret'
  | 'groupement-employeurs'
  | 'contrat-direct'
  | 'cotraitance'
  | 'benevolat'
  | 'portage'
  | 'interim'
  | 'intervention-interne'

/** Une forme se considère quand l’un de ses domaines convient aux faits. */
export type Forme = {
  readonly code: CodeForme
  readonly nom: string
  readonly domaine: readonly Si[]
  readonly pieces: readonly string[]
  /** Les lignes du bilan pédagogique et financier de chacune ; `C` : la ligne de qui paie. */
  readonly bpf: { readonly receveur: readonly string[]; readonly envoyeur: readonly string[] }
  /** Les indicateurs du référentiel national qualité dont la preuve naît de la mission, de chaque côté. */
  readonly qualiopi: { readonly receveur: readonly number[]; readonly envoyeur: readonly number[] }
  readonly marque: Marque
  readonly source: string
}

/** Ce qui interdit une forme, ou en avertit. */
export type Regle = {
  readonly id: string
  readonly formes: readonly CodeForme[]
  readonly si: Si
  readonly article: string
  readonly marque: Marque
  readonly dit: string
  /** D’où vient la lecture de l’article, quand ce n’est pas l’article même. */
  readonly source?: string
  /** La pièce que la règle demande de plus. */
  readonly piece?: string
}

/** Vrai quand toutes les conditions valent de ces faits. */
export const vaut = (faits: Faits, si: Si): boolean =>
  (Object.keys(si) as (keyof Faits)[]).every((cle) => {
    const condition = si[cle]
    const valeur = faits[cle]
    if (condition === undefined) return true
    if (Array.isArray(condition)) return (condition as readonly unknown[]).includes(valeur)
    const seuil = condition as Seuil
    if (typeof valeur !== 'number') return false
    return 'plus' in seuil ? valeur > seuil.plus : valeur >= seuil.auMoins
  })
