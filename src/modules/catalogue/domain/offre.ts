import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { Contenu } from './contenu.ts'
import type { Nature } from './nature.ts'

export type { Contenu } from './contenu.ts'
export { type Modalite, modalites, type Nature, natures } from './nature.ts'

export type OffreId = Id<'Offre'>
/** Une version figée : à l’adoption, en ajout seul. */
export type VersionId = Id<'Version'>
export type ImportId = Id<'Import'>

export const etatsOffre = { brouillon: 'brouillon', adoptee: 'validée', retiree: 'retirée' } as const
export type EtatOffre = keyof typeof etatsOffre

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
  /** La dernière version figée ; une session planifiée maintenant s’y rattache. Nulle avant la première adoption. */
  readonly versionId: VersionId | null
  /** Depuis quand une de ses versions est sur la page publique. */
  readonly publieeLe: Date | null
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
