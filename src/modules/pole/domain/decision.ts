import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { GenreDeDecision, Portee, Realisation, Scrutin } from './depouiller.ts'
import type { ReunionId } from './rencontre.ts'

export type DecisionId = Id<'Decision'>

export type Decision = {
  readonly id: DecisionId
  readonly organisme: OrganismeId
  readonly reunion: ReunionId | null
  readonly genre: GenreDeDecision
  readonly titre: string
  readonly texte: string
  readonly options: readonly string[]
  readonly quorum: number
  readonly part: number
  readonly etat: 'brouillon' | 'ouverte' | 'close'
  readonly fermeLe: Date
  readonly closeLe: Date | null
  readonly issue: string | null
  /** Le jour où le pôle la relira. */
  readonly revoirLe: DateCivile | null
  readonly scrutin: Scrutin
  readonly portee: Portee
  /** La proposition qu'elle reprend, amendée. */
  readonly reprend: DecisionId | null
  readonly responsable: string
  readonly echeance: DateCivile | null
  readonly realisation: Realisation
  readonly suivi: string
}
