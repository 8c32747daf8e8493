import { Hono } from 'hono'
import { type Metrics, mayReadMetrics } from '#platform/metrics/metrics.ts'
import { examiner } from '#platform/postgres/index.ts'
import type { Env } from '#web/env.ts'
import { vientDIci } from '#web/http/client-ip.ts'
import type { CoformeModule } from '#web/module.ts'
import type { Instance } from './instance.ts'
import { creerSondes, type Parties } from './sonder.ts'

const santeUrl = '/sante'
const vitUrl = '/sante/vit'
const pretUrl = '/sante/pret'
const metriquesUrl = '/metriques'

/** Les adresses des sondes : sans visiteur, sans journal. */
export const estTechnique = (chemin: string): boolean =>
  [santeUrl, vitUrl, pretUrl, metriquesUrl].includes(chemin)

/** Chaque partie en chiffres : 0 va bien, 1 se regarde, 2 est en panne ; et ce qu'elle compte. */
const enMesures = (metrics: Metrics, parties: Parties | undefined): void => {
  const rangs = { ok: 0, attention: 1, panne: 2 } as const
  for (const [partie, { etat, ...details }] of Object.entries(parties ?? {})) {
    metrics.partie(partie, 'etat', rangs[etat])
    for (const [nom, valeur] of Object.entries(details))
      if (typeof valeur === 'number') metrics.partie(partie, nom, valeur)
  }
}

/**
 * `/sante` (tout, partie par partie), `/sante/vit` (ce processus répond), `/sante/pret` (et sa base aussi : de quoi décider d'y mener des
 * visites) et `/metriques`. Les chiffres ne vont qu'à la machine elle-même, ou à qui porte le jeton ; à tous, l'état de chaque partie.
 */
export const surveillanceModule = (instance: Instance): CoformeModule => {
  const { connexion, metrics } = instance
  const lireParties = creerSondes(instance)
  return {
    nom: 'surveillance',
    routes(app, { config }) {
      const lit = (c: Parameters<typeof vientDIci>[0]) =>
        mayReadMetrics(
          { dIci: vientDIci(c), autorisation: c.req.header('authorization') },
          config.jetonMetriques,
        )
      app.get(vitUrl, (c) => c.json({ statut: 'ok', version: config.version }))
      app.get(pretUrl, async (c) => {
        const sante = await examiner(connexion('coforme_web'), config.version)
        return c.json(sante, sante.statut === 'ok' ? 200 : 503)
      })
      app.get(santeUrl, async (c) => {
        const base = await examiner(connexion('coforme_web'), config.version)
        const parties = base.statut === 'ok' ? await lireParties() : undefined
        const statut = Object.values(parties ?? {}).some((p) => p.etat === 'panne') ? 'panne' : base.statut
        const etats = Object.fromEntries(Object.entries(parties ?? {}).map(([nom, p]) => [nom, p.etat]))
        return c.json(
          { ...base, statut, parties: etats, ...(parties && lit(c) ? { details: parties } : {}) },
          statut === 'ok' ? 200 : 503,
        )
      })
      app.get(metriquesUrl, async (c) => {
        if (!lit(c)) return c.notFound()
        enMesures(metrics, await lireParties())
        const { type, texte } = await metrics.exposer()
        return c.body(texte, 200, { 'content-type': type })
      })
    },
  }
}

/** L'ouvrier n'a que ces pages-là. */
export const appDeLOuvrier = (instance: Instance): Hono<Env> => {
  const app = new Hono<Env>()
  surveillanceModule(instance).routes?.(app, instance.services)
  return app
}
