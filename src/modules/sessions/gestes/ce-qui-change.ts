/** Ce qu’un changement de session demande, et ce qu’il fait changer, dit au journal. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Refus } from '#kernel/refus.ts'
import { plier } from '#kernel/texte.ts'
import type { SeanceId, SessionLue } from '../db/sessions.queries.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import type { RefusModifier } from '../domain/modifier-session.ts'
import type { OuEtQui, SessionId } from '../domain/ou-et-qui.ts'
import type { RefusPlanification } from '../domain/planifier-session.ts'
import type { Qui } from '../lecture/ou-et-qui.ts'

export type Modification = OuEtQui & {
  readonly id: SessionId
  /** Celle qu'avait la session quand le formulaire s'est ouvert. */
  readonly revision: number
  readonly capacite: number
  readonly effectifMin?: number | undefined
  readonly prixCentimes?: number | undefined
  readonly lienConnexion?: string | undefined
  /** Ni salle, ni établissement, ni précision ne furent touchés : le lieu reste tel qu’il est écrit. */
  readonly lieuGarde?: boolean
  /** Vide : le lieu de la session est gardé tel qu'il est écrit. */
  readonly seances: readonly {
    readonly id?: SeanceId | undefined
    readonly jour: DateCivile
    readonly debut: number
    readonly fin: number
    /** Nulle : elle n’en dit plus ; absente : celle qu’elle a. */
    readonly modalite?: ModaliteSeance | null | undefined
  }[]
  readonly motif: string
}

export type RefusModification =
  | RefusPlanification
  | RefusModifier
  | Refus<'introuvable' | 'perime' | 'seance-liee' | 'zone-figee'>

/** Qui anime d'abord, tel que la session le dit. */
export const principalDe = (s: SessionLue): Qui | undefined => {
  const tous = s.seances.flatMap((x) => x.intervenants)
  const lui =
    tous.find((i) => s.formateurId !== null && i.compte === s.formateurId) ??
    tous.find((i) => plier(`${i.prenom} ${i.nom}`) === plier(s.formateur)) ??
    tous[0]
  return (
    lui && {
      prenom: lui.prenom,
      nom: lui.nom,
      dit: `${lui.prenom} ${lui.nom}`,
      personne: lui.personne,
      ...(lui.compte ? { compte: lui.compte } : {}),
    }
  )
}

/** La salle de toute la session : celle de sa première demi-journée qui en a une. */
export const salleDe = (s: SessionLue) => s.seances.find((x) => x.salles.length > 0)?.salles[0]

/** Ce qui change, pour le journal et pour reconnaître un formulaire renvoyé deux fois. */
export const changements = (
  s: SessionLue,
  apres: {
    zone: string
    lieu: string
    formateur: string
    modalite: string
    lienConnexion: string | null
    prixCentimes: number | null
    effectifMin: number | null
    capacite: number
  },
): Record<string, { de: string | number | null; vers: string | number | null }> =>
  Object.fromEntries(
    (
      [
        'zone',
        'lieu',
        'formateur',
        'modalite',
        'lienConnexion',
        'prixCentimes',
        'effectifMin',
        'capacite',
      ] as const
    )
      .filter((k) => s[k] !== apres[k])
      .map((k) => [k, { de: s[k], vers: apres[k] }]),
  )
