import type { Nature } from '../domain/avis.ts'
import type { Titulaire } from '../domain/titulaires.ts'

/** Ce que dit le corps d’un avis, quelle que soit sa forme ; l’enveloppe complète ou précise. */
export type Corps = {
  readonly procedure: string | null
  readonly objet: string | null
  readonly acheteur: { readonly nom: string | null; readonly siret: string | null }
  readonly departements: readonly string[]
  readonly cpv: readonly string[]
  readonly parution: string | null
  /** Les termes de l’avis entier, tels que publiés. */
  readonly termes: readonly string[]
  readonly nature: Nature | null
  readonly lots: readonly {
    readonly id: string | null
    readonly intitule: string | null
    readonly terme: string | null
  }[]
  readonly lies: readonly string[]
  readonly decisions: readonly Decision[]
  readonly pays: string | null
  readonly descripteurs: readonly string[]
  readonly notice: { readonly id: string; readonly version: string | null } | null
  readonly publication: string | null
}

/** Ce qui fut décidé d’un lot. `forme` : dite par l’avis même (eForms) ; absente, elle se lit aux libellés. */
export type Decision = {
  readonly lot: string | null
  readonly titulaires: readonly Titulaire[]
  readonly forme?: 'seul' | 'groupement'
  readonly sansSuite: boolean
}

export const corpsVide: Corps = {
  procedure: null,
  objet: null,
  acheteur: { nom: null, siret: null },
  departements: [],
  cpv: [],
  parution: null,
  termes: [],
  nature: null,
  lots: [],
  lies: [],
  decisions: [],
  pays: null,
  descripteurs: [],
  notice: null,
  publication: null,
}
