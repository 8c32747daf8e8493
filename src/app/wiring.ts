import type { Hono } from 'hono'
import { visiteurMiddleware } from '#modules/comptes/index.ts'
import type { Config } from '#platform/config/config.ts'
import type { Grappe } from '#platform/postgres/index.ts'
import { createApp } from '#web/app.ts'
import type { Env } from '#web/env.ts'
import { loadPublic } from '#web/http/assets.ts'
import type { Arret } from './arret.ts'
import { contributionsDuFil } from './contributions.ts'
import { annoncerDemonstration, assurerDemonstration } from './demo/demo.ts'
import { ouvrirInstance } from './instance.ts'
import { dossiersPublics } from './lire-config.ts'
import { modules } from './modules.ts'
import { observer } from './observer.ts'
import { applicationModule } from './pages/application.ts'
import { estTechnique, surveillanceModule } from './surveillance.ts'
import { travailler } from './travailler.ts'

export type Application = {
  /** Ce que le serveur sert. */
  readonly app: Hono<Env>
  /** Ce qu'il faut dire à qui vient de lancer, avant l'adresse : les comptes de démonstration. */
  readonly annonces: readonly string[]
}

/**
 * Le seul endroit où l'on dit quel adaptateur sert quel port. On y vient avec une PostgreSQL en marche ; on y
 * migre la base, on y assemble les services et les modules, et l'on pose dans `arret` ce qu'il faudra défaire.
 */
export const assembler = async (config: Config, grappe: Grappe, arret: Arret): Promise<Application> => {
  const instance = await ouvrirInstance(config, grappe, {
    // En démonstration, la console reste lisible : elle ne dit que ce qui cloche.
    niveau: config.demo ? 'warn' : 'info',
  })
  arret.poser('les services', () => instance.fermer())
  await assurerDemonstration(instance)

  const { services } = instance
  const identifier = visiteurMiddleware(services)
  const app = createApp(services, {
    assets: await loadPublic(dossiersPublics()),
    modules: [
      surveillanceModule(instance),
      ...modules,
      applicationModule([contributionsDuFil, ...modules.flatMap((m) => m.contributions ?? [])]),
    ],
    // Une sonde doit pouvoir dire « panne » quand la base, qui connaît les sessions, ne répond plus.
    identify: (c, next) => (estTechnique(c.req.path) ? next() : identifier(c, next)),
    observe: observer(services.log, instance.metrics),
  })

  if (config.travailleur) {
    const travailleur = await travailler(instance, modules)
    arret.poser('les tâches de fond', () => travailleur.stop())
    travailleur.fin.catch((erreur: unknown) => services.log.error('taches-arretees', erreur))
  }
  return { app, annonces: config.demo ? await annoncerDemonstration(instance) : [] }
}
