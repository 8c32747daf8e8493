import { EventEmitter } from 'node:events'
import {
  type JobHelpers,
  Logger as JournalDeLaFile,
  parseCronItems,
  run,
  type TaskList,
} from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { asId } from '#kernel/id.ts'
import { reposDUneConnexionDeFond, schemaDeLaFile } from '#platform/db/index.ts'
import type { Cron, JobHandler, JobPayload, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { tenirLeGroupe } from '#platform/jobs/tenir.ts'
import { EnvoiRetenu, EnvoiTropTot } from '#platform/mail/mail.ts'
import type { Metrics } from '#platform/metrics/metrics.ts'
import type { Services } from '#platform/services.ts'

export type WorkerOptions = {
  /** La connexion de `coforme_worker`, directe : un répartiteur n'entend pas LISTEN. */
  readonly connexion: pg.PoolConfig
  /** `services.db` est ouverte sous `coforme_worker`, seul à pouvoir ouvrir le genre « tache ». */
  readonly services: Services
  readonly taches: Readonly<Record<string, JobHandler>>
  readonly systeme?: Readonly<Record<string, SystemJobHandler>>
  readonly crons?: readonly Cron[]
  readonly metrics?: Metrics
  /** Tâches menées ensemble ; 4 par défaut. */
  readonly concurrence?: number
  /** Entre deux reprises de ce que tiennent des ouvriers morts, en millisecondes ; dix secondes par défaut. */
  readonly battement?: number
}

export type Worker = {
  /** Laisse finir ce qui est en cours, puis ferme. Une tâche interrompue sera rejouée. */
  stop(): Promise<void>
  /** Se résout à l'arrêt, se rejette si la file lâche pour de bon. */
  readonly fin: Promise<void>
}

/** Ce que la file garde d'un échec : jamais le message d'origine, qui peut citer une personne. */
class TacheEchouee extends Error {
  override name = 'TacheEchouee'
}

const scalaires = (payload: unknown): Record<string, string | number | boolean | null> | undefined =>
  typeof payload === 'object' &&
  payload !== null &&
  Object.values(payload).every((v) => v === null || ['string', 'number', 'boolean'].includes(typeof v))
    ? (payload as Record<string, string | number | boolean | null>)
    : undefined

/**
 * Démarre la file de tâches. Chaque tâche d'organisme reçoit un `organisme` vérifié et rouvre elle-même son
 * locataire par `withTenant({ genre: 'tache', … })`. Un échec est journalisé, puis rejoué par la file avec un
 * délai croissant (25 fois au plus).
 */
export const startWorker = async (options: WorkerOptions): Promise<Worker> => {
  const { services, metrics } = options
  const { log } = services

  const conduire = async (
    nom: string,
    { job, addJob }: Pick<JobHelpers, 'job' | 'addJob'>,
    organisme: string | undefined,
    work: () => Promise<void>,
  ) => {
    const debut = performance.now()
    const champs = { tache: nom, essai: job.attempts, ...(organisme !== undefined && { organisme }) }
    try {
      await work()
      metrics?.tache(nom, 'faite', (performance.now() - debut) / 1000)
    } catch (erreur) {
      if (erreur instanceof EnvoiRetenu) {
        // Rejouer n’y changerait rien, et la trace dit déjà pourquoi.
        metrics?.tache(nom, 'faite', (performance.now() - debut) / 1000)
        log.info('envoi-retenu', { ...champs, raison: erreur.message })
        return
      }
      if (erreur instanceof EnvoiTropTot) {
        // La même tâche, pour ce matin : ni une panne, ni un essai de moins.
        await addJob(nom, job.payload, {
          runAt: erreur.reprendreLe,
          maxAttempts: job.max_attempts,
          ...(job.key ? { jobKey: job.key } : {}),
        })
        metrics?.tache(nom, 'faite', (performance.now() - debut) / 1000)
        log.info('envoi-remis-au-matin', champs)
        return
      }
      metrics?.tache(nom, 'echec', (performance.now() - debut) / 1000)
      log.error('tache-echouee', erreur, {
        ...champs,
        derniere: job.attempts >= job.max_attempts,
      })
      throw new TacheEchouee(`échec de ${nom}`)
    }
  }

  const taskList: TaskList = {}
  for (const [nom, handler] of Object.entries(options.taches))
    taskList[nom] = (payload, aides) => {
      const lu = scalaires(payload)
      const organisme = asId<'Organisme'>(String(lu?.organisme ?? ''))
      return conduire(nom, aides, organisme, async () => {
        if (lu === undefined || organisme === undefined)
          throw new Error('Tâche sans organisme, ou mal formée.')
        await handler({ ...lu, organisme } as JobPayload, services)
      })
    }
  for (const [nom, handler] of Object.entries(options.systeme ?? {})) {
    if (taskList[nom]) throw new Error(`Deux tâches portent le nom ${nom}.`)
    taskList[nom] = (payload, aides) => {
      const { _cron: _, ...reste } = (payload ?? {}) as Record<string, unknown>
      return conduire(nom, aides, undefined, async () => {
        const lu = scalaires(reste)
        if (lu === undefined) throw new Error('Tâche mal formée.')
        await handler(lu, services)
      })
    }
  }
  for (const { nom } of options.crons ?? [])
    if (options.systeme?.[nom] === undefined) throw new Error(`Tâche à heure fixe inconnue : ${nom}.`)

  const pool = new pg.Pool({
    ...options.connexion,
    max: (options.concurrence ?? 4) + 2,
    idleTimeoutMillis: reposDUneConnexionDeFond,
  })
  // Sans oreille, une connexion coupée emporterait Node : sur la réserve, et sur chaque connexion prise.
  let demande = false
  // PostgreSQL qui s’arrête coupe les connexions que nous venons de quitter : ce n’est plus une panne.
  const entendre = (erreur: Error) => {
    if (!demande) log.error('file-connexion', erreur)
  }
  pool.on('error', entendre)
  pool.on('connect', (client) => client.on('error', entendre))
  // Le nom de notre groupe se sait à sa naissance ; celui d'avant, s'il y en eut un, ne tient plus rien.
  const events = new EventEmitter()
  let rendreLeGroupe = async (): Promise<void> => {}
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    void rendreLeGroupe()
    rendreLeGroupe = tenirLeGroupe(options.connexion, workerPool.id, entendre)
  })
  const reprendreLesMortes = async (): Promise<void> => {
    const [rendu] = await services.db.seule(sql<{ n: number }>`select porte.rendre_taches_mortes() as n`)
    if (rendu && rendu.n > 0) log.warn('taches-reprises', { nombre: rendu.n })
  }
  const lancer = () =>
    run({
      events,
      pgPool: pool,
      schema: schemaDeLaFile,
      taskList,
      parsedCronItems: parseCronItems(
        (options.crons ?? []).map(({ nom, quand }) => ({ task: nom, match: quand, identifier: nom })),
      ),
      concurrency: options.concurrence ?? 4,
      // L'arrêt est l'affaire du lanceur, qui ferme tout dans l'ordre.
      noHandleSignals: true,
      logger: new JournalDeLaFile(() => (niveau, message) => {
        if (niveau === 'error' || niveau === 'warning')
          log.warn('file', { niveau, message: message.split('\n')[0] })
      }),
    })
  await reprendreLesMortes()
  let runner = await lancer().catch(async (erreur: unknown) => {
    await rendreLeGroupe()
    await pool.end()
    throw erreur
  })

  const battement = setInterval(() => {
    reprendreLesMortes().catch((erreur: unknown) => log.error('file-connexion', erreur))
  }, options.battement ?? 10_000)

  // NOTIFY est à tous : un message « worker:migrate », que n'importe quel rôle peut envoyer, arrête la file. Elle repart.
  const veiller = async () => {
    for (;;) {
      await runner.promise
      if (demande) return
      log.warn('file-relancee')
      process.exitCode = undefined
      runner = await lancer()
      if (demande) await runner.stop()
    }
  }
  const fin = veiller()
  let arret: Promise<void> | undefined
  const arreter = async () => {
    demande = true
    await runner.stop().catch(() => {})
    await fin.catch(() => {})
    clearInterval(battement)
    await rendreLeGroupe()
    await pool.end()
  }
  return {
    fin,
    stop: () => {
      arret ??= arreter()
      return arret
    },
  }
}
