import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { mayReadMetrics } from '#platform/metrics/metrics.ts'
import { examiner } from '#platform/postgres/index.ts'
import type { Env } from '#web/env.ts'
import type { CoformeModule } from '#web/module.ts'
import type { Instance } from './instance.ts'

const santeUrl = '/sante'
const metriquesUrl = '/metriques'

/** Les adresses des sondes : sans visiteur, sans journal. */
export const estTechnique = (chemin: string): boolean => chemin === santeUrl || chemin === metriquesUrl

/** D'où vient la requête ; rien quand elle n'est pas venue par le réseau (un test). */
export const adresseDe = (c: Context<Env>): string | undefined => {
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}

/** Vrai si un mandataire a relayé la requête : elle vient alors de n'importe où. */
export const estRelayee = (c: Context<Env>): boolean =>
  c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined

/** `/sante` et `/metriques` : ce que lit qui exploite l'instance. */
export const surveillanceModule = ({ connexion, metrics }: Instance): CoformeModule => ({
  nom: 'surveillance',
  routes(app, { config }) {
    app.get(santeUrl, async (c) => {
      const sante = await examiner(connexion('coforme_web'), config.version)
      return c.json(sante, sante.statut === 'ok' ? 200 : 503)
    })
    app.get(metriquesUrl, async (c) => {
      const permis = mayReadMetrics(
        { adresse: adresseDe(c), relayee: estRelayee(c), autorisation: c.req.header('authorization') },
        config.jetonMetriques,
      )
      if (!permis) return c.notFound()
      const { type, texte } = await metrics.exposer()
      return c.body(texte, 200, { 'content-type': type })
    })
  },
})
