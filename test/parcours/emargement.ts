import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { sql } from 'kysely'
import { documentsModule } from '#modules/documents/module.ts'
import { lireDemi } from '#modules/emargement/db/lectures.ts'
import { preparerInvitation } from '#modules/emargement/db/registre.ecritures.ts'
import { envoyerLesLiens } from '#modules/emargement/gestes/composer.ts'
import { envoyerLien } from '#modules/emargement/jobs/envoyer-lien.job.ts'
import { emargementModule } from '#modules/emargement/module.ts'
import {
  clesDEssai,
  poserSessionDEssai,
  type SessionDEssai,
  type Voulu,
} from '#modules/emargement/test/session-d-essai.ts'
import { openDatabase, openMaintenance } from '#platform/db/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { type LigneDePorte, ouvrirKysely, travaillerPar } from '#platform/db/tenant.ts'
import type { Message } from '#platform/mail/mail.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import type { Services } from '#platform/services.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import type { createApp } from '#web/app.ts'
import { loadPublic } from '#web/http/assets.ts'
import { testServices, unVisiteur } from '#web/test/services.ts'
import { pagesDevant } from '../monde/index.ts'
import { grappeMigree } from './moule.ts'

const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/**
 * Les pages du module, servies pour de vrai sur une base à elles. Le formateur y est connecté d’office ; les liens, eux,
 * passent par leurs vraies portes. `instant` règle l’horloge du serveur, jamais celle du navigateur.
 */
export const servirEmargement = async () => {
  const grappe = await grappeMigree()
  // La porte des essais : une personne établie, sans compte ni session.
  await avecClient(grappe.connexion('coforme_migrator'), async (c) => {
    await c.query('begin; set local role coforme_owner')
    await c.query(await readFile(ici('../base/temoin.sql'), 'utf8'))
    await c.query('commit')
  })
  const membre = ouvrirKysely({ ...grappe.connexion('coforme_web'), max: 2 })
  const web = openDatabase(grappe.connexion('coforme_web'), { max: 4 })
  const worker = openDatabase(grappe.connexion('coforme_worker'), { max: 2 })
  const maintenance = openMaintenance(grappe.connexion('coforme_migrator'))
  const pdf = createPdfRenderer()
  const assets = await loadPublic({
    dossier: ici('../../src/web/public'),
    ilots: ici('../../src/web/islands'),
  })
  const courrier: Message[] = []

  let instant = new Date('2026-11-24T05:10:00Z')
  let connecte = true
  let roles: readonly string[] = ['formateur', 'assistant']
  let fil: SessionDEssai | undefined
  const laSession = (): SessionDEssai => {
    if (!fil) throw new Error('Poser un fil d’abord.')
    return fil
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
  const essai = testServices()
  const services: Services = {
    ...essai,
    config: { ...essai.config, origine, port },
    clock: { now: () => new Date(instant) },
    keys: clesDEssai,
    pdf,
    storage: postgresStorage(),
    mailer: { send: async (m) => void courrier.push(m), close: async () => {} },
    db: {
      withTenant: (acces, work) =>
        acces.genre === 'tache'
          ? worker.withTenant(acces, work)
          : acces.genre === 'lien' || acces.genre === 'tablette'
            ? web.withTenant(acces, work)
            : travaillerPar(
                membre,
                sql<LigneDePorte>`select * from porte.ouvrir_essai(${laSession().organisme}::uuid, ${unVisiteur().personneId}::uuid, '*')`,
                work,
              ),
      withoutTenant: (work) => web.withoutTenant(work),
      seule: (requete) => web.seule(requete),
      lire: (work) => web.lire(work),
      close: async () => {},
    },
  }
  app = pagesDevant(
    services,
    [documentsModule, emargementModule],
    (c) => {
      const { organisme } = laSession()
      return connecte && !c.req.path.startsWith('/emargement/') && !c.req.path.startsWith('/verifier')
        ? {
            roles: [...roles],
            organisme: { id: organisme, code: 'fil', nom: 'Langue & Lien' },
          }
        : undefined
    },
    { assets },
  ).app

  return {
    origine,
    regler: (quand: string) => {
      instant = new Date(quand)
    },
    /** Qui regarde : par défaut, qui forme et prépare. */
    devenir: (...de: readonly string[]) => {
      roles = de
    },
    /** Faux : la session de connexion a expiré. */
    connecter: (oui: boolean) => {
      connecte = oui
    },
    poser: async (voulu: Voulu): Promise<SessionDEssai> => {
      fil = await maintenance.withMaintenance((tx) =>
        poserSessionDEssai(tx, { personne: unVisiteur().personneId, ...voulu }),
      )
      return fil
    },
    /** La salle ouverte, telle que le carré la nomme. */
    salle: async (): Promise<string> =>
      (
        await maintenance.withMaintenance((tx) =>
          sql<{ id: string }>`select id from emargement.tablette where organisme_id = ${laSession().organisme}
          and genre = 'salle' and fermee_le is null`.execute(tx),
        )
      ).rows[0]?.id ?? '',
    /** Envoie les liens comme la page et le travailleur le font ; rend l’adresse de chacun, par courriel. */
    liens: async (rang = 0): Promise<ReadonlyMap<string, string>> => {
      const f = laSession()
      const seance = f.seances[rang]
      if (!seance) throw new Error('Pas de séance à ce rang.')
      const acces = { genre: 'session', jeton: 'essai' } as const
      await envoyerLesLiens(
        services,
        { acces, id: f.personne, nom: 'Tom Okafor' },
        { session: f.session, seance },
      )
      for (const inscription of f.inscriptions) {
        const v = await services.db.withTenant(acces, async (tx) => {
          const demi = await lireDemi(tx, f.session, seance)
          return demi && preparerInvitation(tx, demi, inscription, instant)
        })
        if (v) await envoyerLien({ organisme: f.organisme, invitation: v.id, envoi: v.envoi }, services)
      }
      return new Map(courrier.map((m) => [m.a, /\/emargement\/[\w-]{43}/.exec(m.texte)?.[0] ?? '']))
    },
    fermer: async () => {
      await new Promise<void>((fini) => serveur.close(() => fini()))
      await Promise.all([membre.destroy(), web.close(), worker.close(), maintenance.close(), pdf.close()])
      await grappe.defaire()
    },
  }
}
