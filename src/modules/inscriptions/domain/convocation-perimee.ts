/** Ce qu’une convocation dit autrement que la session d’aujourd’hui. */
import type { SalleDite } from './a-imprimer.ts'
import { memesDates } from './avis.ts'
import { autreLieu, autresSalles, type LieuDit } from './lieu-perime.ts'

type Perimee = 'dates' | 'lieu'

/** D’autres jours, d’autres heures, un autre premier jour, ou un autre lieu que ceux d’aujourd’hui : elle se refait ; rien : elle vaut. */
export const convocationPerimee = (
  dite: {
    readonly calendrier: string | null
    readonly arrivee?: string | null
    readonly lieu?: LieuDit | null
  },
  aujourdhui: {
    readonly calendrier: string | null
    readonly arrivee?: string | null
    readonly lieu?: string
    readonly salles?: readonly SalleDite[]
  },
): Perimee | undefined => {
  if (dite.calendrier === null || aujourdhui.calendrier === null) return undefined
  if (
    !memesDates(dite.calendrier, aujourdhui.calendrier) ||
    (dite.arrivee ?? null) !== (aujourdhui.arrivee ?? null)
  )
    return 'dates'
  return autreLieu(dite.lieu, aujourdhui.lieu) || autresSalles(dite.lieu, aujourdhui.salles)
    ? 'lieu'
    : undefined
}

/** Ce que disent de neuf des convocations refaites. */
export const motsDeConvocation = (pourquoi: readonly string[]): string =>
  pourquoi.every((p) => p === 'lieu') ? 'au nouveau lieu' : 'aux nouvelles dates'
