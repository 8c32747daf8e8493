import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { expirer } from '../db/courant-portes.ts'

const PAR_PASSAGE = 200

/** Libère, aux comptes courants des pôles, ce dont l’échéance est passée. Interrompue, elle reprend à l’heure suivante. */
export const expirerLesAttentes: SystemJobHandler = async (_payload, { db, clock, log }) => {
  let n = 0
  for (let faites = PAR_PASSAGE; faites === PAR_PASSAGE; n += faites)
    faites = await db.withoutTenant((tx) => expirer(tx, PAR_PASSAGE, clock.now()))
  if (n > 0) log.info('attentes-expirees', { nombre: n })
}
