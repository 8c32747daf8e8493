import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { lieuxAClasser, noterLieuClasse } from '../db/biens-portes.ts'
import type { PrisesMutualisation } from '../prises.ts'

const PAR_PASSAGE = 200

/**
 * La fiche d’une salle réservée va au registre des lieux de qui réserve, une fois qu’une session s’y tient (RNQ, 17). Chacune dans sa transaction : celle qui
 * ne se classe pas est reprise à l’heure suivante, et n’arrête pas les autres.
 */
export const classerLesLieux =
  (prises: PrisesMutualisation): SystemJobHandler =>
  async (_payload, { db, clock, log }) => {
    const le = clock.now()
    const dues = await db.withoutTenant((tx) => lieuxAClasser(tx, PAR_PASSAGE))
    let classes = 0
    for (const d of dues) {
      const { organisme, reservation } = d
      try {
        const classe = await db.withTenant({ genre: 'tache', organisme }, (tx) =>
          prises.classerLieu(tx, { ...d, cle: reservation, le: d.debut }, le),
        )
        if (classe?.ok) {
          await db.withoutTenant((tx) => noterLieuClasse(tx, d))
          classes += 1
        } else log.warn('lieu-non-classe', { organisme, reservation })
      } catch (erreur) {
        log.error('lieu-non-classe', erreur, { organisme, reservation })
      }
    }
    if (dues.length > 0) log.info('lieux-classes', { classes, dus: dues.length })
  }
