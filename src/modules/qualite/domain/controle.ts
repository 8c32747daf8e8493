import type { VersionId } from './indicateur.ts'

/** À quoi un contrôle s’applique : un fait manque toujours quelque part de précis. */
export type Portee = 'organisme' | 'formation' | 'session' | 'dossier' | 'intervenant' | 'sous-traitant'

/** Ce que nomme l’identifiant d’un trou ; il dit où l’on va le réparer. */
export type Objet =
  | 'organisme'
  | 'offre'
  | 'session'
  | 'inscription'
  | 'client'
  | 'personne'
  | 'entreprise'
  | 'etablissement'
  | 'registre'
  | 'affaire'

/** Qui agit quand le fait ne désigne personne (ni l’animateur de la session, ni qui suit le dossier). */
export type Agit =
  | 'responsable'
  | 'responsable-pedagogique'
  | 'assistant'
  | 'referent-qualite'
  | 'referent-handicap'

/**
 * Un contrôle relie un fait du travail quotidien à un indicateur. `preuve` peut suffire seule dans sa portée, `indice`
 * renforce et ne suffit pas. Sans `attend`, il est lu dans la base ; avec, l’écran dit *non vérifiable* et pourquoi.
 */
export type Controle = {
  /** Le numéro de l’indicateur et une lettre : `11a`. */
  readonly code: string
  readonly indicateur: number
  readonly portee: Portee
  readonly force: 'preuve' | 'indice'
  /** Le fait dont la preuve vient. */
  readonly de: string
  readonly regle: string
  readonly objet: Objet
  readonly agit: Agit
  /** Une phrase au singulier et au pluriel : « dossier », « dossiers ». */
  readonly compte: readonly [un: string, plusieurs: string]
  /** La version de la grille où il paraît ; absente : toutes. */
  readonly depuis?: VersionId
  /** Le registre où ce fait s’écrit, s’il n’est l’effet d’aucun autre geste. */
  readonly registre?: string
  /** Pourquoi aucun fait n’y répond encore. */
  readonly attend?: string
  /** Ce qui se dit quand aucun fait d’ici n’en parle, et qu’une personne conclut : l’indicateur n’est pas prouvé sans lui. */
  readonly sansFait?: string
  /** Un délai qu’aucun texte ne fixe : choix du produit, réglable. */
  readonly choix?: string
}

/** Dans quels jours et chez qui l’on regarde. */
export type Cadre = {
  readonly genre: 'initial' | 'surveillance' | 'renouvellement' | 'extension'
  readonly auditLe: string
  readonly depuis: string
  readonly categories: readonly ('AF' | 'CBC' | 'VAE' | 'CFA')[]
  readonly situation: readonly ('certification' | 'alternance' | 'situation-de-travail' | 'sous-traitance')[]
}

/** Un fait qui manque, ou que l’on vient de tenir. */
export type Fait = {
  readonly code: string
  readonly objet: string
  readonly session: string | null
  readonly qui: string | null
  readonly quoi: string
  readonly jour: string | null
}

/** Ce que la base répond d’un contrôle. Un fait tenu est une preuve, datée du fait. */
export type Mesure = {
  readonly code: string
  readonly total: number
  readonly tenus: number
  /** Parmi ceux qui ne tiennent pas : dits par quelqu’un, et que rien n’appuie encore. */
  readonly declares: number
  /** Bornes des dates des faits tenus. */
  readonly du: string | null
  readonly au: string | null
  /** Faits saisis longtemps après le jour qu’ils disent : un auditeur le voit. */
  readonly apresCoup: number
  readonly pire: Fait | null
}
