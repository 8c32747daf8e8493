import { sql } from 'kysely'
import type { Cron, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { envoyerCourriel, envoyerCourrielJob } from '#platform/mail/outbox.ts'

const purger: SystemJobHandler = async (_payload, { db, log }) => {
  const { rows } = await db.withoutTenant((tx) =>
    sql<{ quoi: string; nombre: number }>`select quoi, nombre from porte.purger_plateforme()`.execute(tx),
  )
  log.info('purge', Object.fromEntries(rows.map((r) => [r.quoi, r.nombre])))
}

/** Les tâches que la plateforme apporte elle-même ; `app/wiring.ts` les joint à celles des modules. */
export const platformJobs: Readonly<Record<string, SystemJobHandler>> = {
  [envoyerCourriel]: envoyerCourrielJob,
  'plateforme.purger': purger,
}
export const platformCrons: readonly Cron[] = [{ nom: 'plateforme.purger', quand: '17 2 * * *' }]
