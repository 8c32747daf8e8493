import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { comptes, exigerConnexion } from '#modules/comptes/index.ts'
import { openDatabase, openMaintenance } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import type { createApp } from '#web/app.ts'
import { Page } from '#web/components.tsx'
import { loadPublic } from '#web/http/assets.ts'
import { testServices } from '#web/test/services.ts'
import { pagesServies } from '../../../../test/monde/index.ts'
import { grappeMigree } from '../../../../test/parcours/moule.ts'
import { moduleOrganisme } from '../module.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Comptes et organisme, servis pour de vrai sur une base neuve à eux : pour les parcours dans un navigateur. */
export const servirOrganisme = async () => {
  const grappe = await grappeMigree()
  const db = openDatabase(grappe.connexion('coforme_web'), { max: 4 })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator'))
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
  const keys = keysFromSeed('parcours')
  const services: Services = {
    ...essai,
    config: { ...essai.config, origine, port },
    db,
    keys,
    storage: postgresStorage(),
  }
  app = pagesServies(
    services,
    [
      comptes,
      moduleOrganisme({ sessionsEnCours: async () => 0 }),
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
    keys,
    maintenance,
    async fermer() {
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await Promise.all([db.close(), maintenance.close()])
      await grappe.defaire()
    },
  }
}
