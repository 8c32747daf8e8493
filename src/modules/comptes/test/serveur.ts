import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { openDatabase, openMaintenance } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import type { createApp } from '#web/app.ts'
import { Page } from '#web/components.tsx'
import { loadPublic } from '#web/http/assets.ts'
import { testServices } from '#web/test/services.ts'
import { pagesServies } from '../../../../test/monde/index.ts'
import { grappeMigree } from '../../../../test/parcours/moule.ts'
import { comptes } from '../module.ts'
import { exigerConnexion } from '../web/visiteur.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Les pages des comptes, servies pour de vrai sur une base à elles : pour les parcours dans un navigateur. */
export const servirComptes = async () => {
  const grappe = await grappeMigree()
  const db = openDatabase(grappe.connexion('coforme_web'), { max: 4 })
  const worker = openDatabase(grappe.connexion('coforme_worker'), { max: 2 })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator'))
  const keys = keysFromSeed('parcours')

  let app: ReturnType<typeof createApp> | undefined
  const serveur = serve({
    fetch: (r, env) => app?.fetch(r, env) ?? new Response(null, { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  })
  await new Promise<void>((pret) => (serveur.listening ? pret() : void serveur.once('listening', pret)))
  const { port } = serveur.address() as AddressInfo
  const origine = `http://127.0.0.1:${port}`
  const essai = testServices()
  const services: Services = { ...essai, config: { ...essai.config, origine, port }, db, keys }
  app = pagesServies(
    services,
    [
      comptes,
      {
        nom: 'aujourdhui',
        routes: (a) =>
          void a.get('/aujourdhui', exigerConnexion(), (c) => c.html(Page({ title: 'Aujourd’hui' }))),
      },
    ],
    { assets: await loadPublic({ dossier: ici('../../../web/public'), ilots: ici('../../../web/islands') }) },
  ).app
  return {
    origine,
    services,
    worker: { ...services, db: worker },
    maintenance,
    async fermer() {
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await Promise.all([db.close(), worker.close(), maintenance.close()])
      await grappe.defaire()
    },
  }
}
