/** Une nuit, chaque coopérative : ce qu’une affaire protégée disait en clair avant que ses mots ne se chiffrent. Vide ensuite. */
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { fermerLesProtegees } from './tenir-affaire.ts'

export const tacheFermer = 'qualite.fermer-protegees'
export const tourneeFermer = 'qualite.tournee-protegees'

export const tourneeDesProtegees: SystemJobHandler = uneTacheChacune(tacheFermer, 'protegees')

export const fermerEnTache: JobHandler = async ({ organisme }, { db, keys }) => {
  await db.withTenant({ genre: 'tache', organisme }, (tx) => fermerLesProtegees(tx, keys))
}
