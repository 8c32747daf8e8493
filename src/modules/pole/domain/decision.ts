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

/** Ce que la base répond à une voix, et la phrase qui le dit. */
export const reponsesDuVote = {
  compte: 'La voix est comptée.',
  'sans-mandat': 'Vous n’avez pas mandat pour voter au nom de votre coopérative dans ce pôle.',
  fermee: 'Ce vote n’est pas ouvert, ou il est clos : la voix n’est pas comptée.',
  choix: 'Cette réponse ne correspond pas à la question posée.',
  'hors-liste': 'Votre coopérative n’était pas membre du pôle à l’ouverture du vote.',
  'pour-une-autre': 'Cette coopérative ne vous a pas donné procuration.',
  'procuration-donnee': 'Votre coopérative a donné procuration : reprenez-la avant de voter.',
} as const satisfies Record<string, string>

export type ReponseDuVote = keyof typeof reponsesDuVote

/** Ce que la base répond à une procuration, et la phrase qui le dit. */
export const reponsesProcuration = {
  donnee: 'La procuration est donnée.',
  'sans-mandat': 'Vous n’avez pas mandat pour votre coopérative dans ce pôle.',
  fermee: 'Ce vote n’est pas ouvert.',
  personnelle: 'Ce vote est par personne : une voix n’y passe pas à une autre.',
  'deja-vote': 'Votre coopérative a déjà voté.',
  'soi-meme': 'Votre coopérative ne se donne pas procuration à elle-même.',
  'porteur-inconnu': 'Cette coopérative ne prend pas part au vote.',
  'porteur-pris': 'Cette coopérative porte déjà une procuration, et une seule est permise.',
  'hors-liste': 'Votre coopérative n’était pas membre du pôle à l’ouverture du vote.',
} as const satisfies Record<string, string>

export type ReponseProcuration = keyof typeof reponsesProcuration
