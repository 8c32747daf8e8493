import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { rapprocherInterets } from '../db/interets.ecritures.ts'

export const tourneeInterets = 'marches.rapprocher'

/** La réciprocité se constate à heure fixe : l’heure d’un avis n’apprend rien de l’heure d’un envoi. Rien n’est journalisé, aucun courriel ne part. */
export const rapprocher: SystemJobHandler = async (_payload, { db, clock }) => {
  await db.withoutTenant((tx) => rapprocherInterets(tx, clock.now()))
}
