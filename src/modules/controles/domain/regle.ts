import type { DossierControle } from './dossier.ts'

/** Bloquant : la facture ne part pas ainsi. Alerte : à corriger, ou à expliquer. À juger : une personne tranche. */
export type Gravite = 'bloquant' | 'alerte' | 'a-juger'
/** Certain : un texte ou un arrêt. Déduit : d’un texte, sans y être écrit. Douteux : usage, seuil à régler. */
export type Marque = 'certain' | 'deduit' | 'douteux'
export type QuiAgit = 'formateur' | 'equipe' | 'direction' | 'comptabilite'

/** De quoi parle un constat : c’est là que l’on répare. */
export type Ou =
  | { readonly genre: 'session' }
  | { readonly genre: 'seance'; readonly id: string }
  | { readonly genre: 'certificats' }
  | { readonly genre: 'attestations' }
  | { readonly genre: 'piece'; readonly id: string }
  | { readonly genre: 'facture'; readonly id: string }
  | { readonly genre: 'dossier'; readonly id: string }
  | { readonly genre: 'affectation'; readonly id: string }
  | { readonly genre: 'distance' }
  | { readonly genre: 'assiduite' }

export type Trouve = {
  /** Ce qui distingue deux constats d’une même règle : des identifiants, jamais un nom. */
  readonly cle: string
  /** Une phrase, où une personne s’écrit `{tiers:UUID}`. */
  readonly phrase: string
  readonly ou: Ou
}

/** Rien à lire pour répondre : le contrôle le dit, il ne conclut pas. */
export const NON_VERIFIABLE = 'non-verifiable' as const

export type Regle = {
  readonly code: string
  readonly titre: string
  readonly source: { readonly texte: string; readonly marque: Marque }
  readonly gravite: Gravite
  readonly qui: QuiAgit
  /** Le geste qui répare, en deux ou trois mots. */
  readonly remede: string
  /** Faux : la règle ne parle pas de cette action, et ne dit rien d’elle. Absente : elle parle de toutes. */
  concerne?(d: DossierControle): boolean
  examiner(d: DossierControle): readonly Trouve[] | typeof NON_VERIFIABLE
}

export type Constat = Trouve &
  Pick<Regle, 'gravite' | 'qui' | 'remede' | 'titre' | 'source'> & { readonly regle: string }

/** Le remède d’un constat que rien ne répare : son motif s’écrit, là où il se juge. */
export const direPourquoi = 'Dire pourquoi'
