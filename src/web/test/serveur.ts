import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { createApp } from '#web/app.ts'
import { mountComposants } from '#web/composants.page.tsx'
import type { Visiteur } from '#web/env.ts'
import { loadPublic } from '#web/http/assets.ts'
import { testServices, unSommaire, unVisiteur } from '#web/test/services.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** La feuille de composants, servie pour de vrai sur un port libre. */
export const servirComposants = async (visiteur: Visiteur | null = unVisiteur()) => {
  const assets = await loadPublic({ dossier: ici('../public'), ilots: ici('../islands') })
  let app: ReturnType<typeof createApp> | undefined
  const serveur = serve({
    fetch: (r, env) => app?.fetch(r, env) ?? new Response(null, { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  })
  await new Promise<void>((pret) => {
    if (serveur.listening) pret()
    else serveur.once('listening', pret)
  })
  const { port } = serveur.address() as AddressInfo
  const origine = `http://127.0.0.1:${port}`
  const services = testServices()
  app = createApp(
    { ...services, config: { ...services.config, origine, port } },
    {
      assets,
      identify: async (c, next) => {
        if (visiteur) c.set('visiteur', visiteur)
        await next()
      },
      modules: [{ nom: 'composants', navigation: unSommaire, routes: mountComposants }],
    },
  )
  return { origine, fermer: () => new Promise<void>((fini) => serveur.close(() => fini())) }
}
