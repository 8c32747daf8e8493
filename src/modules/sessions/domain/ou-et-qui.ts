import type { Id, PersonneId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Zone } from '#kernel/zones.ts'

import type { Modalite } from './mots.ts'

/** Où et avec qui, tel qu'on l'écrit au formulaire. */
export type OuEtQui = {
  readonly modalite?: Modalite | undefined
  readonly etablissement?: Id<'Etablissement'> | undefined
  readonly salle?: SalleId | undefined
  /** Lieu écrit librement, ou précision (« bâtiment B ») d'un établissement. */
  readonly lieu: string
  /** Celle d'un lieu libre ; un établissement a la sienne. */
  readonly zone: Zone
  /** Le compte d'un membre qui forme, ou la fiche d'un intervenant connu. */
  readonly formateurId?: PersonneId | undefined
  readonly formateur: string
  /** De même, pour qui anime avec. */
  readonly coanimateurId?: PersonneId | undefined
  /** De qui l’on peut nommer les sessions qui prennent l’heure (`deQuiLit`) ; absent : de personne. */
  readonly deQui?: PersonneId | null
}

export type RefusOuEtQui =
  | Refus<
      | 'etablissement-introuvable'
      | 'salle-introuvable'
      | 'lieu-vide'
      | 'formateur-introuvable'
      | 'formateur-incomplet'
      | 'coanimateur-introuvable'
      | 'coanimateur-sans-fonction'
    >
  // Le compte que le formulaire propose à la place du nom écrit.
  | (Refus<'formateur-a-un-compte' | 'formateur-sans-fonction'> & { readonly compte: PersonneId })
  | (Refus<'deja-occupe'> & { readonly seance: string })

export type SessionId = Id<'Session'>

export type SalleId = Id<'Salle'>
