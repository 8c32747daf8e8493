import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { catalogue } from '#modules/catalogue/index.ts'
import { portail } from '#modules/portail/index.ts'
import { newId, openDatabase, openMaintenance } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { createApp } from '#web/app.ts'
import { loadPublic } from '#web/http/assets.ts'
import { testServices } from '#web/test/services.ts'
import { pagesDevant } from '../monde/index.ts'
import { grappeMigree } from './moule.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Les pages du catalogue et du portail, servies pour de vrai sur une base à elles ; la responsable y est connectée d’office. */
export const servirCatalogue = async () => {
  const grappe = await grappeMigree()
  const worker = openDatabase(grappe.connexion('coforme_worker'), { max: 4 })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator'))
  const organisme = newId<'Organisme'>()
  await maintenance.withMaintenance(async (tx) => {
    await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret, nda)
      values (${organisme}, 'langue-et-lien', 'Langue & Lien', 'association', '99912047000011', '84389914238')`.execute(
      tx,
    )
    await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
      values (${organisme}, ${newId()}, 'Langue & Lien', true, '2026-01-01')`.execute(tx)
  })

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
  const services: Services = {
    ...essai,
    config: { ...essai.config, origine, port },
    db: {
      withTenant: (_, work) => worker.withTenant({ genre: 'tache', organisme }, work),
      withoutTenant: (work) => worker.withoutTenant(work),
      seule: (requete) => worker.seule(requete),
      lire: (work) => worker.lire(work),
      close: async () => {},
    },
  }
  app = pagesDevant(
    services,
    [catalogue, portail],
    () => ({
      roles: ['responsable'],
      organisme: { id: organisme, code: 'langue-et-lien', nom: 'Langue & Lien' },
    }),
    {
      assets: await loadPublic({ dossier: ici('../../src/web/public'), ilots: ici('../../src/web/islands') }),
    },
  ).app
  return {
    origine,
    async fermer() {
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await Promise.all([worker.close(), maintenance.close()])
      await grappe.defaire()
    },
  }
}
