/** Une nuit, chaque coopérative : ce qu’une affaire protégée disait en clair avant que ses mots ne se chiffrent. Vide ensuite. */
import { listerOrganismes } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { fermerLesProtegees } from './tenir-affaire.ts'

export const tacheFermer = 'qualite.fermer-protegees'
export const tourneeFermer = 'qualite.tournee-protegees'

export const tourneeDesProtegees: SystemJobHandler = async (_payload, { db }) => {
  for (const organisme of await db.withoutTenant(listerOrganismes))
    await db.withTenant({ genre: 'tache', organisme }, (tx) =>
      enqueue(tx, tacheFermer, { organisme }, { cle: 'protegees' }),
    )
}

export const fermerEnTache: JobHandler = async ({ organisme }, { db, keys }) => {
  await db.withTenant({ genre: 'tache', organisme }, (tx) => fermerLesProtegees(tx, keys))
}
