/** Ce qui partira tout seul, et quand : les étapes armées des sessions qui viennent, dans l’ordre des jours. */
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { nommerSessions } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { armeeDe, armementsEnCours, lireReglages } from '../db/reglages.ts'
import { sessionsAConduire } from '../db/tournee.queries.ts'
import type { Public } from '../domain/etapes.ts'
import { jourDe } from '../domain/plan.ts'

export type Partira = {
  readonly jour: DateCivile
  readonly session: string
  readonly numero: string
  readonly code: string
  readonly nom: string
  /** Aux stagiaires, aux clients… */
  readonly publics: Public
}

/** D’ici `jours` jours, celui d’aujourd’hui compris. Un rappel de demi-journée, qui part le jour même, n’y est pas. */
export const cePartira = async (
  tx: TenantTx,
  jour: DateCivile,
  jours: number,
): Promise<readonly Partira[]> => {
  const fin = ajouterJours(jour, jours)
  // Une étape part au plus tard quelques semaines après la session, ou avant : ces dates les couvrent.
  const sessions = await sessionsAConduire(tx, ajouterJours(jour, -120), ajouterJours(fin, 90), {
    armees: false,
  })
  const [reglees, armements, numeros] = await Promise.all([
    lireReglages(tx),
    armementsEnCours(
      tx,
      sessions.map((s) => s.id),
    ),
    nommerSessions(
      tx,
      sessions.map((s) => s.id),
    ),
  ])
  return sessions
    .flatMap((s) =>
      reglees.flatMap((e): Partira[] => {
        const armee = armeeDe(e, armements.get(s.id) ?? [])
        const le = jourDe(s, e)
        return (armee === 'session' || armee === 'partout') && e.ancre !== 'demi' && le >= jour && le <= fin
          ? [
              {
                jour: le,
                session: s.id,
                numero: numeros.get(s.id) ?? '',
                code: e.code,
                nom: e.nom,
                publics: e.publics,
              },
            ]
          : []
      }),
    )
    .toSorted((a, b) => a.jour.localeCompare(b.jour) || a.numero.localeCompare(b.numero))
}
