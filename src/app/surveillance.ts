import { mayReadMetrics } from '#platform/metrics/metrics.ts'
import { examiner } from '#platform/postgres/index.ts'
import { vientDIci } from '#web/http/client-ip.ts'
import type { CoformeModule } from '#web/module.ts'
import type { Instance } from './instance.ts'

const santeUrl = '/sante'
const metriquesUrl = '/metriques'

/** Les adresses des sondes : sans visiteur, sans journal. */
export const estTechnique = (chemin: string): boolean => chemin === santeUrl || chemin === metriquesUrl

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
        { dIci: vientDIci(c), autorisation: c.req.header('authorization') },
        config.jetonMetriques,
      )
      if (!permis) return c.notFound()
      const { type, texte } = await metrics.exposer()
      return c.body(texte, 200, { 'content-type': type })
    })
  },
})
