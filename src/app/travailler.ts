import { setTimeout as attendre } from 'node:timers/promises'
import { platformCrons, platformJobs } from '#platform/jobs/platform-jobs.ts'
import { startWorker, type Worker } from '#platform/jobs/worker.ts'
import type { CoformeModule } from '#web/module.ts'
import type { Instance } from './instance.ts'

const lancer = (instance: Instance, modules: readonly CoformeModule[]): Promise<Worker> =>
  startWorker({
    connexion: instance.connexion('coforme_worker'),
    services: instance.fond,
    taches: Object.assign({}, ...modules.map((m) => m.jobs ?? {})),
    systeme: Object.assign({}, platformJobs, ...modules.map((m) => m.systeme ?? {})),
    crons: [...platformCrons, ...modules.flatMap((m) => m.crons ?? [])],
    metrics: instance.metrics,
  })

/** Entre deux reprises : assez pour ne pas marteler une base qui redémarre. */
const premierDelai = 500
const delaiMax = 10_000

/**
 * Mène les tâches de tous les modules, et celles de la plateforme. Une base extérieure qui redémarre arrête la file :
 * elle est relancée jusqu'à ce qu'elle reparte, sans que le serveur s'arrête. Le premier départ, lui, doit réussir.
 */
export const travailler = async (
  instance: Instance,
  modules: readonly CoformeModule[],
): Promise<{ stop(): Promise<void> }> => {
  const { log } = instance.services
  const fin = new AbortController()
  let courant: Worker | undefined = await lancer(instance, modules)

  const veiller = async (): Promise<void> => {
    let delai = premierDelai
    while (!fin.signal.aborted) {
      try {
        courant ??= await lancer(instance, modules)
        delai = premierDelai
        await courant.fin
      } catch (erreur) {
        if (fin.signal.aborted) return
        log.error('file-arretee', erreur)
      }
      await courant?.stop()
      courant = undefined
      await attendre(delai, undefined, { signal: fin.signal }).catch(() => {})
      delai = Math.min(delaiMax, delai * 2)
    }
  }
  const veille = veiller()
  return {
    async stop() {
      fin.abort()
      await courant?.stop()
      await veille
    },
  }
}
