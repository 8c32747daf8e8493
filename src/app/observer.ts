import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { logRequest } from '#platform/log/create-logger.ts'
import type { Logger } from '#platform/log/log.ts'
import type { Metrics } from '#platform/metrics/metrics.ts'
import type { Env } from '#web/env.ts'

/**
 * Une ligne et une mesure par requête, sous le motif de son adresse : jamais l'adresse demandée, qui peut porter le
 * secret d'un lien. Les fichiers publics et les sondes ne font pas de ligne.
 */
export const observer =
  (log: Logger, metrics: Metrics): MiddlewareHandler<Env> =>
  async (c, next) => {
    const debut = performance.now()
    await next()
    // Celle-ci ne part pas : la demande refaite se comptera.
    if (c.get('aRefaire')) return
    const ms = performance.now() - debut
    const motif = matchedRoutes(c).findLast((r) => !r.path.endsWith('*'))?.path
    const route = c.req.path.startsWith('/public/') ? '/public' : (motif ?? 'absente')
    metrics.http(c.req.method, route, c.res.status, ms / 1000)
    if (route === '/public' || route === '/sante' || route === '/metriques') return
    logRequest(log, {
      methode: c.req.method,
      route,
      statut: c.res.status,
      ms,
      requete: c.get('requestId'),
      // Ce que l’on tente au-delà de ses droits ; le reste de ce que fait une personne n’est pas au journal technique.
      compte: [403, 429].includes(c.res.status) ? c.get('visiteur')?.personneId : undefined,
    })
  }
