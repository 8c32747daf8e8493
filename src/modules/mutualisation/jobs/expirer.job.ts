import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { expirerMissions } from '../db/appels-portes.ts'
import { expirerReservations } from '../db/biens-portes.ts'
import { expirer } from '../db/courant-portes.ts'
import { expirerRemises } from '../db/dossier-portes.ts'
import { expirerRetours } from '../db/retours-portes.ts'

const PAR_PASSAGE = 200

/**
 * Libère, aux comptes courants des pôles, ce dont l’échéance est passée, et rend les heures des options tombées. Interrompue, elle reprend à
 * l’heure suivante.
 */
export const expirerLesAttentes: SystemJobHandler = async (_payload, { db, clock, log, storage }) => {
  for (const [nom, passer] of [
    ['attentes-expirees', expirer],
    ['options-tombees', expirerMissions],
    ['options-de-salle-tombees', expirerReservations],
    ['retours-effaces', expirerRetours],
  ] as const) {
    let n = 0
    for (let faites = PAR_PASSAGE; faites === PAR_PASSAGE; n += faites)
      faites = await db.withoutTenant((tx) => passer(tx, PAR_PASSAGE, clock.now()))
    if (n > 0) log.info(nom, { nombre: n })
  }
  // Les fichiers s’ôtent du dépôt une fois la base d’accord.
  for (let faites = PAR_PASSAGE; faites === PAR_PASSAGE; ) {
    const effacees = await db.withoutTenant((tx) => expirerRemises(tx, PAR_PASSAGE, clock.now()))
    for (const { organisme, fichiers } of effacees) await storage.forget(organisme, fichiers)
    faites = effacees.length
    if (faites > 0) log.info('dossiers-remis-echus', { nombre: faites })
  }
}
