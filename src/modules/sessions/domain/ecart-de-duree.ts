import { formaterDuree } from '#kernel/heures.ts'
import type { EtatSession } from './etats.ts'
import type { Modalite } from './mots.ts'
import { partTenue } from './tenues.ts'

type AMesurer = Parameters<typeof partTenue>[0] & {
  readonly etat: EtatSession
  readonly modalite: Modalite
  /** La durée que promet l’offre, dans la version suivie ; nulle : non écrite. */
  readonly minutesOffre: number | null
}

/** Finie ou arrêtée, une session a fait ce qu’elle a fait : son écart se lit aux heures réalisées, pas au planning. */
const aVenir: ReadonlySet<EtatSession> = new Set([
  'brouillon',
  'ouverte',
  'confirmee',
  'reportee',
  'en-cours',
])

/**
 * « Les séances durent 3 h 30 en tout, l’offre annonce 14 h. » : la convention et le programme promettent cette durée-là. Cela
 * avertit sans empêcher : une session peut se faire sur mesure. À distance, du travail se fait hors des séances : plus
 * courtes que l’offre, elles ne disent rien.
 */
export const ecartDeDuree = (s: AMesurer): string | undefined => {
  const { minutes } = partTenue(s)
  const promises = s.minutesOffre
  if (promises === null || promises <= 0 || minutes === 0 || minutes === promises) return undefined
  if (!aVenir.has(s.etat) || (minutes < promises && s.modalite !== 'presentiel')) return undefined
  return `Les séances durent ${formaterDuree(minutes)} en tout, l’offre annonce ${formaterDuree(promises)}.`
}
