import { platformCrons, platformJobs } from '#platform/jobs/platform-jobs.ts'
import { startWorker, type Worker } from '#platform/jobs/worker.ts'
import type { CoformeModule } from '#web/module.ts'
import type { Instance } from './instance.ts'

/** Mène les tâches de tous les modules, et celles de la plateforme. */
export const travailler = (instance: Instance, modules: readonly CoformeModule[]): Promise<Worker> =>
  startWorker({
    connexion: instance.connexion('coforme_worker'),
    services: instance.fond,
    taches: Object.assign({}, ...modules.map((m) => m.jobs ?? {})),
    systeme: Object.assign({}, platformJobs, ...modules.map((m) => m.systeme ?? {})),
    crons: platformCrons,
    metrics: instance.metrics,
  })
