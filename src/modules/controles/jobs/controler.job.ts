import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { ajouterPassage, refermerLesAutres } from '../db/constats.ecritures.ts'
import { sessionsAControler, verrouillerSession } from '../db/constats.ts'
import { tacheControler } from '../domain/taches.ts'
import { garderReleve, releverSession } from '../gestes/relever.ts'

export const tournee: SystemJobHandler = uneTacheChacune(tacheControler, 'controles')

/** La nuit d’un organisme. Chaque session a sa transaction : une longue liste ne tient aucun verrou longtemps. */
export const controlerOrganisme: JobHandler = async ({ organisme }, { db, clock }) => {
  const acces = { genre: 'tache', organisme } as const
  const le = clock.now()
  const sessions = (await db.withTenant(acces, (tx) => sessionsAControler(tx, le))) ?? []
  let [passes, nouveaux, refermes] = [0, 0, 0]
  for (const session of sessions) {
    const fait = await db.withTenant(acces, async (tx) => {
      await verrouillerSession(tx, session)
      const releve = await releverSession(tx, session, le)
      return releve && { passees: releve.passees, ...(await garderReleve(tx, releve, le)) }
    })
    passes += fait?.passees ?? 0
    nouveaux += fait?.nouveaux ?? 0
    refermes += fait?.refermes ?? 0
  }
  await db.withTenant(acces, async (tx) => {
    refermes += await refermerLesAutres(tx, sessions, le)
    await ajouterPassage(tx, { le, sessions: sessions.length, passes, nouveaux, refermes })
  })
}
