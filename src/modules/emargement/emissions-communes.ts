/** Ce que le certificat et la feuille partagent. */
import { refuser } from '#kernel/refus.ts'
import { enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { canoniser, sha256 } from './db/ecritures.ts'
import type { Case } from './db/lectures.ts'
import { calculerHeuresSuivies, type HeuresSuivies } from './domain/heures-suivies.ts'
import type { Demi } from './usecases/ports.ts'

export const modalites: Readonly<Record<string, string>> = {
  presentiel: 'présentiel',
  mixte: 'présentiel et à distance',
  distance: 'distance',
}
/** Les heures d’une inscription, d’après ses cases. Chaque séance compte entière, moins le retard régularisé. */
export const heuresDe = (demis: readonly Demi[], cases: readonly Case[], distance = false): HeuresSuivies =>
  calculerHeuresSuivies(
    demis.map((d) => {
      const c = cases.find((x) => x.seance === d.seance.id)
      return {
        debut: d.seance.debut,
        fin: d.seance.fin,
        distance,
        suivi:
          c === undefined
            ? { etat: 'annulee' as const }
            : c.presence.etat === 'signee'
              ? {
                  etat: c.regularisee ? ('regularisee' as const) : ('signee' as const),
                  retardMin: c.minutes.retard,
                  departAnticipeMin: c.minutes.depart,
                }
              : { etat: c.presence.etat },
      }
    }),
  )

/** Où l’action s’est tenue : le lieu de chaque demi-journée, une fois chacun. */
export const lieuxDe = (demis: readonly Demi[]): string =>
  enumerer([...new Set(demis.map((d) => d.session.lieu))])

/** L’empreinte d’une valeur, hexadécimale. */
export const hacher = (valeur: unknown): string =>
  Buffer.from(sha256(Buffer.from(canoniser(valeur)))).toString('hex')

/** L’année d’une série, au calendrier de l’organisme. */
export const anneeDe = (le: Date, zone: Parameters<typeof jourLocal>[1]): number =>
  Number(jourLocal(le, zone).slice(0, 4))

export const ferme = () => refuser('introuvable', 'Cette page n’est pas la vôtre.')

/** Minutes du jour, « 09:05 ». */
export const hhmm = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
