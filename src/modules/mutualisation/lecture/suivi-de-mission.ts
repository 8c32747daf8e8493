/** Ce que les feuilles closes comptent de ce qu’une mission confie : ses stagiaires, et leurs heures. Chez qui envoie (`toutes`), celles de sa session reçue. */
import { lireCases } from '#modules/emargement/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { seancesEmargees } from '../db/appels.ts'
import type { Mission } from '../domain/missions.ts'

export const suiviDeMission = async (
  tx: TenantTx,
  m: Pick<Mission, 'prenom' | 'famille' | 'creneaux'>,
  toutes = false,
): Promise<{ readonly stagiaires: number; readonly minutes: number }> => {
  const confiees = (await seancesEmargees(tx, m)).filter((s) => toutes || s.confiee)
  const durees = new Map<string, number>(confiees.map((s) => [s.seance, s.duree]))
  const gens = new Set<string>()
  let minutes = 0
  for (const session of new Set<SessionId>(confiees.map((s) => s.session)))
    for (const c of await lireCases(tx, { session, sansPrive: true })) {
      const duree = durees.get(c.seance)
      if (duree === undefined || c.presence.etat !== 'signee') continue
      gens.add(c.personne.id)
      minutes += Math.max(0, duree - c.minutes.retard - c.minutes.depart)
    }
  return { stagiaires: gens.size, minutes }
}
