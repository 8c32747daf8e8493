import type { FormState } from '#web/form.ts'
import type { Point, Presence, Reponse } from '../db/reunions.ts'
import type { Amendement, Engagement } from '../db/suites.ts'
import type { Decision } from '../domain/decision.ts'
import type { Reunion } from '../domain/rencontre.ts'
import type { Regard } from '../lecture/regard.ts'
import { reunionUrl } from '../liens.ts'
import type { Brouillon } from './brouillon.page.tsx'
import type { NomGeste } from './reunion-champs.ts'
import type { TourLu } from './tour-de-table.tsx'

/** Ce que la page d'une rencontre montre. */
export type VieReunion = TourLu & {
  readonly reponses: readonly Reponse[]
  readonly presences: readonly Presence[]
  readonly points: readonly Point[]
  readonly amendements: readonly Amendement[]
  readonly engagements: readonly Engagement[]
  readonly decisions: readonly Decision[]
  /** Les dates proposées, ce que chacune a reçu, et le vote qui les départage ; vide : la date n'a pas été cherchée. */
  readonly dates: readonly {
    readonly rang: number
    readonly debut: Date
    readonly fin: Date
    readonly oui: number
    readonly peutEtre: number
  }[]
  readonly vote: Decision | undefined
  readonly suivante: Reunion | undefined
  readonly maReponse: string | undefined
  readonly monNom: string
  readonly maintenant: Date
  /** Le récit en chantier de la personne qui regarde. */
  readonly brouillon: Brouillon | undefined
  readonly forms: Readonly<Partial<Record<NomGeste, FormState>>>
}

/** L'adresse d'un geste de cette réunion. */
export const gesteUrl = (r: Regard, u: Reunion, geste: NomGeste): string =>
  `${reunionUrl({ pole: r.pole.id, reunion: u.id })}/${geste}`

export const nomDe = (r: Regard, organisme: string) =>
  r.membres.find((m) => m.organisme === organisme)?.nom ?? 'une coopérative partie depuis'
