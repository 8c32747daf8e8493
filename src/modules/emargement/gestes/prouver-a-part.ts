import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type {
  ActivitePrevue,
  Canal,
  ElementId,
  ElementProbant,
  GenreElement,
  PrevueId,
  Resultat,
} from '../domain/a-part.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'

/** Ce que l’on note, tel qu’une page l’a lu. Absent : la page ne le demande pas pour ce genre. */
export type ANoter = {
  readonly genre: GenreElement
  readonly inscription: InscriptionId | null
  readonly prevue: PrevueId | null
  readonly le: DateCivile
  readonly minutes: number | null
  readonly intitule: string
  readonly canal: Canal | null
  readonly delaiHeures: number | null
  readonly resultat: Resultat | null
}

type Ports = {
  readonly plan: readonly ActivitePrevue[]
  readonly inscriptions: ReadonlySet<InscriptionId>
  readonly elements: readonly ElementProbant[]
  readonly aujourdhui: DateCivile
}

export type RefusANoter = Refus<'a-venir' | 'inscription-inconnue' | 'activite-inconnue' | 'deja-realisee'>

/** Un élément s’écrit au passé, pour quelqu’un d’ici ; une activité ne se réalise qu’une fois, pour sa durée estimée. */
export const noterElement =
  ({ plan, inscriptions, elements, aujourdhui }: Ports) =>
  (e: ANoter, id: ElementId): Result<Omit<ElementProbant, 'fichier'>, RefusANoter> => {
    if (e.le > aujourdhui) return ko(refus('a-venir', 'Cette date est à venir : on note ce qui a eu lieu.'))
    if (e.inscription !== null && !inscriptions.has(e.inscription))
      return ko(refus('inscription-inconnue', 'Choisissez une personne de cette session.'))
    if (e.genre !== 'realisation') return ok({ ...e, id })
    const prevue = plan.find((p) => p.id === e.prevue)
    if (!prevue) return ko(refus('activite-inconnue', 'Choisissez une activité du plan.'))
    if (
      elements.some(
        (x) =>
          x.id !== id &&
          x.genre === 'realisation' &&
          x.inscription === e.inscription &&
          x.prevue === prevue.id,
      )
    )
      return ko(refus('deja-realisee', 'Cette activité est déjà notée comme réalisée par cette personne.'))
    // Le temps estimé, jamais le temps de connexion : c’est ce que dit le modèle de certificat du ministère.
    return ok({ ...e, id, intitule: e.intitule || prevue.intitule, minutes: prevue.minutes })
  }
