// Une instance entière et neuve, servie pour de vrai : la PostgreSQL embarquée, ses rôles, les tâches de fond, le courrier
// par SMTP. Seule l'horloge est tenue, pour signer des demi-journées sans attendre qu'elles viennent.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { openMaintenance } from '#platform/db/index.ts'
import { demarrerPostgres } from '#platform/postgres/index.ts'
import { loadPublic } from '#web/http/assets.ts'
import { composerApp } from '../../src/app/composer.ts'
import { libererLHorloge } from '../../src/app/db/demo.queries.ts'
import { ouvrirInstance } from '../../src/app/instance.ts'
import { dossiersPublics, lireConfig } from '../../src/app/lire-config.ts'
import { modules } from '../../src/app/modules.ts'
import { travailler } from '../../src/app/travailler.ts'
import { copierMoule } from './moule.ts'

export type Courriel = {
  readonly a: string
  readonly objet: string
  readonly texte: string
  readonly jointes: readonly { readonly nom: string; readonly octets: Uint8Array }[]
}

/** Un serveur de courrier qui garde tout, sur la boucle locale. */
const ouvrirCourrier = async () => {
  const recus: Courriel[] = []
  const serveur = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (flux, _session, fini) => {
      void simpleParser(flux).then((m) => {
        const a = Array.isArray(m.to) ? m.to[0] : m.to
        recus.push({
          a: a?.value[0]?.address ?? '',
          objet: m.subject ?? '',
          texte: m.text ?? '',
          jointes: m.attachments.map((p) => ({ nom: p.filename ?? '', octets: p.content })),
        })
        fini()
      }, fini)
    },
  })
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', () => pret()))
  const { port } = serveur.server.address() as AddressInfo
  return {
    recus,
    url: `smtp://127.0.0.1:${port}`,
    fermer: () => new Promise<void>((f) => serveur.close(() => f())),
  }
}

/**
 * `demonstration` : chargée avant les tâches de fond, comme au départ du serveur, et copiée d’une autre chargée à la même heure.
 * `depart` : l’heure de l’instance ; sans elle, celle de la machine au départ. Sans `ouvrier`, aucune tâche ne se mène : ce que
 * les récits ont mis à la file y attend, et l’essai le mène lui-même. Les tournées à heure fixe sonnent à l’heure de la machine, jamais à celle que
 * règle un essai : qui en attend une (le résumé du matin, à 5 et 35) l’enfile par `graphile_worker.add_job`.
 */
export const servirInstance = async (depart?: string, { demonstration = false, ouvrier = true } = {}) => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-instance-'))
  await chmod(dossier, 0o711)
  const heure = depart === undefined ? undefined : new Date(depart)
  if (demonstration) await copierMoule('demonstration', dossier, heure)
  else await copierMoule('vierge', dossier)
  const lue = lireConfig()
  if (!lue.ok) throw new Error(lue.error.phrase)
  const courrier = await ouvrirCourrier()
  let app: { fetch: (r: Request, env: object) => Response | Promise<Response> } | undefined
  const serveur = serve({
    fetch: (r, env) => app?.fetch(r, env) ?? new Response(null, { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  })
  await new Promise<void>((pret) => (serveur.listening ? pret() : void serveur.once('listening', pret)))
  const { port } = serveur.address() as AddressInfo
  const origine = `http://127.0.0.1:${port}`
  const config = {
    ...lue.value,
    donnees: dossier,
    demo: demonstration,
    origine,
    port,
    smtpUrl: courrier.url,
    pool: 4,
  }
  const grappe = await demarrerPostgres({ dossier, essai: true })
  let instant = heure ?? new Date()
  const instance = await ouvrirInstance(config, grappe, {
    clock: { now: () => new Date(instant) },
    niveau: 'silent',
  })
  const servie = composerApp(instance, await loadPublic(dossiersPublics()))
  app = servie
  // L'horloge de l'essai vaut aussi pour les portes, qui d'ordinaire ont celle de la base.
  const maintenance = openMaintenance(instance.connexion('coforme_migrator'))
  await maintenance.withMaintenance(libererLHorloge)
  await maintenance.close()
  const travailleur = ouvrier ? await travailler(instance, modules) : { stop: async () => {} }
  let arret: Promise<void> | undefined
  const arreterLesTaches = () => (arret ??= travailleur.stop())
  return {
    origine,
    dossier,
    instance,
    grappe,
    courrier: courrier.recus,
    app: servie,
    regler: (quand: string) => {
      instant = new Date(quand)
    },
    /** Plus aucune tâche ni tournée : ce qui change dans la base vient de qui appelle. */
    arreterLesTaches,
    fermer: async () => {
      await arreterLesTaches()
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await instance.fermer()
      await grappe.arreter()
      await courrier.fermer()
      await rm(dossier, { recursive: true, force: true })
    },
  }
}
