import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { OrganismeId } from '#kernel/id.ts'
import { newId, openDatabase, openMaintenance } from '#platform/db/index.ts'
import type { createApp } from '#web/app.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { loadPublic } from '#web/http/assets.ts'
import { testServices } from '#web/test/services.ts'
import { monter, type Personnage } from '../../src/app/pages/test/monter.ts'
import { poserOrganisme } from '../../src/modules/comptes/test/organismes.ts'
import { poserOffre } from '../../src/modules/sessions/test/poser.ts'
import { grappeMigree } from './moule.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Les pages de la planification, servies pour de vrai sur une base à elles ; la responsable y est connectée d'office. */
export const servirPlanification = async (contributions: readonly SessionContribution[] = []) => {
  const grappe = await grappeMigree()
  const worker = openDatabase(grappe.connexion('coforme_worker'), { max: 2 })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator'))
  const coop = await maintenance.withMaintenance(async (tx) => {
    const o = await poserOrganisme(tx, 'Langue & Lien')
    return {
      ...o,
      offre: await poserOffre(tx, o, 'Anglais professionnel : accueillir et répondre au téléphone'),
    }
  })
  let qui: Personnage = {
    organisme: coop.organisme,
    personne: newId<'Personne'>(),
    roles: ['responsable', 'assistant'],
  }

  let app: ReturnType<typeof createApp> | undefined
  const serveur = serve({
    fetch: (r, env) => app?.fetch(r, env) ?? new Response(null, { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  })
  await new Promise<void>((pret) => (serveur.listening ? pret() : void serveur.once('listening', pret)))
  const { port } = serveur.address() as AddressInfo
  const origine = `http://127.0.0.1:${port}`
  const { config } = testServices()
  app = monter(
    { withTenant: (_acces, work) => worker.withTenant({ genre: 'tache', organisme: qui.organisme }, work) },
    () => qui,
    {
      contributions,
      services: { config: { ...config, origine, port } },
      assets: await loadPublic({
        dossier: ici('../../src/web/public'),
        ilots: ici('../../src/web/islands'),
      }),
    },
  )
  return {
    origine,
    coop,
    maintenance,
    /** La responsable passe dans une autre coopérative. */
    chez(organisme: OrganismeId) {
      qui = { ...qui, organisme }
    },
    async fermer() {
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await Promise.all([worker.close(), maintenance.close()])
      await grappe.defaire()
    },
  }
}
