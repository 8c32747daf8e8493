import { type Refus, refus } from '#kernel/refus.ts'
import { ditAssez } from './force.ts'

export const presences = ['attendu', 'present', 'excuse', 'absent'] as const
export type Presence = (typeof presences)[number]
export const motPresence: Readonly<Record<Presence, string>> = {
  attendu: 'attendue ou attendu',
  present: 'présente ou présent',
  excuse: 'excusée ou excusé',
  absent: 'absente ou absent',
}

/** Ce qu’un atelier change doit se lire dans la ligne de chacun : le registre en demande cinq mots utiles. */
export const MOTS_DE_L_APPORT = 5
export const apportDit = (apport: string): boolean => ditAssez(apport, MOTS_DE_L_APPORT)

/** Ce qui empêche d’annoncer un atelier ; rien s’il peut l’être. */
export const refusDAnnoncer = (a: {
  readonly minutes: number
  readonly apport: string
}): Refus<'duree' | 'apport'> | undefined =>
  a.minutes < 15 || a.minutes > 2_880
    ? refus('duree', 'Un atelier dure d’un quart d’heure à deux jours.')
    : apportDit(a.apport)
      ? undefined
      : refus(
          'apport',
          'Dites-le en cinq mots qui apprennent quelque chose\u00a0: la ligne de chacun les reprend.',
        )

/** Ce qu’un pointage dit de chaque personne attendue ; qui n’est ni présent ni excusé était absent. */
export const pointer = <P extends string>(
  attendus: readonly P[],
  presents: readonly P[],
  excuses: readonly P[],
): ReadonlyMap<P, Exclude<Presence, 'attendu'>> =>
  new Map(
    attendus.map((p) => [p, presents.includes(p) ? 'present' : excuses.includes(p) ? 'excuse' : 'absent']),
  )

/** Ce que la ligne de registre devient quand une présence change. */
export const suiteDuPointage = (avant: Presence, apres: Presence): 'inscrire' | 'retirer' | 'rien' =>
  avant === apres ? 'rien' : apres === 'present' ? 'inscrire' : avant === 'present' ? 'retirer' : 'rien'
