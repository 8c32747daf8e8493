import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { heureLocale } from '#kernel/zones.ts'
import { type Case, lireCases, lireDemis } from '#modules/emargement/index.ts'
import { motDemiJournee, type SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionTiree } from '../domain/tirage.ts'

/** Ce qu’une case dit de la présence d’une personne ; rien tant que personne n’en a rien écrit. */
const direPresence = ({ presence, regularisee, minutes }: Case, heure: (le: Date) => string): string => {
  if (presence.etat === 'attendue') return ''
  if (presence.etat === 'absente') return 'absence notée'
  const perdues = minutes.retard + minutes.depart
  return `${regularisee ? 'présence attestée par qui forme' : `présence signée à ${heure(presence.signeeLe)}`}${perdues > 0 ? `, moins ${formaterDuree(perdues)}` : ''}`
}

/** Par session, les présences des stagiaires de l’échantillon, demi-journée par demi-journée, et de personne d’autre. */
export const presencesMontrees = async (
  tx: TenantTx,
  tirees: readonly SessionTiree[],
): Promise<ReadonlyMap<string, readonly (readonly [string, string])[]>> => {
  const parSession = new Map<string, readonly (readonly [string, string])[]>()
  for (const { id, inscriptions } of tirees) {
    const session = id as SessionId
    const siennes = new Set(inscriptions)
    const cases = (await lireCases(tx, { session, sansPrive: true })).filter((c) =>
      siennes.has(c.inscription),
    )
    const demis = await lireDemis(tx, session)
    parSession.set(
      id,
      inscriptions.flatMap((inscription) =>
        demis.flatMap(({ seance, demiJournee }): (readonly [string, string])[] => {
          const c = cases.find((x) => x.inscription === inscription && x.seance === seance.id)
          const dit = c && direPresence(c, (le) => formaterHeure(heureLocale(le, seance.zone).minute))
          return c && dit
            ? [
                [
                  `${c.personne.prenom} ${c.personne.nom}, ${formaterDate(seance.date, 'court')}, ${(motDemiJournee as Readonly<Record<string, string>>)[demiJournee] ?? demiJournee}`,
                  dit,
                ],
              ]
            : []
        }),
      ),
    )
  }
  return parSession
}
