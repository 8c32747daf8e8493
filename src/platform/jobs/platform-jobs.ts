import { sql } from 'kysely'
import type { Cron, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { envoyerCourriel, envoyerCourrielJob } from '#platform/mail/outbox.ts'
import { DepotInjoignable } from '#platform/storage/storage.ts'

const purger: SystemJobHandler = async (_payload, { db, log }) => {
  const { rows } = await db.withoutTenant((tx) =>
    sql<{ quoi: string; nombre: number }>`select quoi, nombre from porte.purger_plateforme()`.execute(tx),
  )
  log.info('purge', Object.fromEntries(rows.map((r) => [r.quoi, r.nombre])))
}

/** Le dépôt qui ne répond pas se redemande à la minute suivante : rien ne s'accumule à la file. */
const rangerFichiers: SystemJobHandler = async (_payload, { db, storage, log }) => {
  try {
    const fait = await storage.ranger?.(db)
    if (fait?.ranges) log.info('fichiers-ranges', { nombre: fait.ranges })
    if (fait?.alteres) log.warn('fichiers-alteres', { nombre: fait.alteres })
  } catch (erreur) {
    if (!(erreur instanceof DepotInjoignable)) throw erreur
    log.warn('depot-injoignable', {})
  }
}

/** Les tâches que la plateforme apporte elle-même ; `app/wiring.ts` les joint à celles des modules. */
export const platformJobs: Readonly<Record<string, SystemJobHandler>> = {
  [envoyerCourriel]: envoyerCourrielJob,
  'plateforme.purger': purger,
  'plateforme.ranger-fichiers': rangerFichiers,
}
export const platformCrons: readonly Cron[] = [
  { nom: 'plateforme.purger', quand: '17 2 * * *' },
  { nom: 'plateforme.ranger-fichiers', quand: '* * * * *' },
]
