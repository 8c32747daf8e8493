import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'

export type OffreId = Id<'Offre'>
export type ImportId = Id<'Import'>

/** L’article L. 6313-1 du code du travail, dans son ordre. */
export const natures = {
  formation: 'Action de formation',
  bilan: 'Bilan de compétences',
  vae: 'Validation des acquis de l’expérience',
  apprentissage: 'Action de formation par apprentissage',
} as const
export type Nature = keyof typeof natures

export const modalites = {
  presentiel: 'En présentiel',
  mixte: 'En partie à distance',
  distance: 'Entièrement à distance',
} as const
export type Modalite = keyof typeof modalites

export const etatsOffre = { brouillon: 'brouillon', adoptee: 'adoptée', retiree: 'retirée' } as const
export type EtatOffre = keyof typeof etatsOffre

/** Ce qu’une personne écrit et corrige tant que l’offre est un brouillon. */
export type Contenu = {
  readonly intitule: string
  readonly objectif: string
  readonly resultats: string
  readonly contenu: string
  readonly publicVise: string
  readonly prerequis: string
  readonly methodes: string
  readonly evaluation: string
  readonly acces: string
  readonly accessibilite: string
  readonly certifiante: boolean
  /** `RNCP…` ou `RS…`. */
  readonly certification: string | null
  readonly nsf: readonly string[]
  readonly formacodes: readonly string[]
  readonly rome: readonly string[]
  readonly modalite: Modalite | null
  /** En minutes ; nulle tant que personne ne l’a dite. */
  readonly duree: number | null
  readonly dureeTexte: string
  /** TTC, par stagiaire. */
  readonly prix: Montant | null
}

export type Origine = {
  readonly siret: string | null
  readonly nda: string | null
  readonly nom: string | null
  /** Vrai : à l’import, cette identité n’était pas celle de l’organisme. */
  readonly etrangere: boolean
}

export type Offre = Contenu & {
  readonly id: OffreId
  readonly activite: ActiviteId
  readonly etat: EtatOffre
  readonly nature: Nature | null
  readonly importId: ImportId | null
  readonly numeroSource: string | null
  readonly origine: Origine
  readonly repriseMotif: string | null
  readonly adopteeLe: Date | null
  readonly adopteePar: PersonneId | null
  readonly creeLe: Date
  readonly creePar: PersonneId | null
  readonly modifieeLe: Date
}

/** Une offre que l’on peut planifier : sa nature et sa durée ont été dites. */
export type OffreAdoptee = Offre & {
  readonly etat: 'adoptee'
  readonly nature: Nature
  readonly duree: number
}
export const estAdoptee = (o: Offre): o is OffreAdoptee =>
  o.etat === 'adoptee' && o.nature !== null && o.duree !== null

type CleRubrique = Exclude<
  keyof Contenu,
  'intitule' | 'certifiante' | 'certification' | 'nsf' | 'formacodes' | 'rome' | 'dureeTexte' | 'resultats'
>
type Rubrique = { readonly nom: string; readonly source: string; readonly bloque: boolean }

const information = 'code du travail, art. L. 6353-8'
const convention = 'code du travail, art. D. 6353-1'
const qualite = 'indicateur 1 du référentiel national qualité'

/** Ce que l’on doit savoir d’une action avant de s’y inscrire. `bloque` : sans elle, aucune convention ne se tient. */
export const rubriques: Readonly<Record<CleRubrique, Rubrique>> = {
  objectif: { nom: 'objectif', source: convention, bloque: true },
  contenu: { nom: 'contenu', source: convention, bloque: true },
  duree: { nom: 'durée', source: convention, bloque: true },
  publicVise: { nom: 'public visé', source: qualite, bloque: false },
  prerequis: { nom: 'prérequis', source: qualite, bloque: false },
  modalite: { nom: 'modalité', source: information, bloque: false },
  methodes: { nom: 'méthodes', source: qualite, bloque: false },
  evaluation: { nom: 'évaluation', source: information, bloque: false },
  acces: { nom: 'modalités et délai d’accès', source: qualite, bloque: false },
  accessibilite: { nom: 'accessibilité aux personnes handicapées', source: qualite, bloque: false },
  prix: { nom: 'prix', source: information, bloque: false },
}

export type Manque = Rubrique & { readonly cle: CleRubrique }
/** Les rubriques qui manquent, les bloquantes d’abord. Un prix de zéro est un prix. */
export const manques = (c: Pick<Contenu, CleRubrique>): Manque[] =>
  (Object.entries(rubriques) as [CleRubrique, Rubrique][]).flatMap(([cle, r]) =>
    c[cle] === null || c[cle] === '' ? [{ cle, ...r }] : [],
  )
