import type { Hono } from 'hono'
import { visiteurMiddleware } from '#modules/comptes/index.ts'
import { createApp } from '#web/app.ts'
import type { Assets, Env } from '#web/env.ts'
import { contributionsDuFil } from './contributions.ts'
import type { Instance } from './instance.ts'
import { modules } from './modules.ts'
import { observer } from './observer.ts'
import { applicationModule } from './pages/application.ts'
import { pagesComposees } from './pages/module.ts'
import { estTechnique, surveillanceModule } from './surveillance.ts'

/** La journée, la liste des sessions, une session : des lectures, qui ne travaillent que par `pourVisiteur`. */
const lesPlusLues = /^\/(aujourdhui|sessions(\/[0-9a-f-]{36})?)$/

/** Toutes les pages, sur cette instance. Sans `assets`, elles se rendent sans leurs fichiers : la démonstration se joue ainsi. */
export const composerApp = (instance: Instance, assets?: Assets): Hono<Env> => {
  const { services } = instance
  const identifier = visiteurMiddleware(services, (chemin) => lesPlusLues.test(chemin))
  const contributions = [contributionsDuFil, ...modules.flatMap((m) => m.contributions ?? [])]
  return createApp(services, {
    ...(assets ? { assets } : {}),
    modules: [
      surveillanceModule(instance),
      ...modules,
      pagesComposees(modules),
      applicationModule(contributions),
    ],
    // Le clic de désinscription d'une boîte aux lettres n'a ni origine ni formulaire (RFC 8058) : son adresse porte sa preuve.
    sansFormulaire: ['/lettre/fin/', '/informations/', '/appels/plateforme/'],
    // Une sonde doit pouvoir dire « panne » quand la base, qui connaît les sessions, ne répond plus.
    identify: (c, next) => (estTechnique(c.req.path) ? next() : identifier(c, next)),
    observe: observer(services.log, instance.metrics),
  })
}
