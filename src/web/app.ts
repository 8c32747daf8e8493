/**
 * L'application web, nue : ce qui entoure chaque page. `app/` y joint les modules, ceux-ci leurs pages.
 */
import { randomUUID } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'

import { contextStorage } from 'hono/context-storage'
import { HTTPException } from 'hono/http-exception'
import { rogner } from '#kernel/texte.ts'
import { demandeServie } from '#platform/fils/lire-a-part.ts'
import type { Services } from '#platform/services.ts'
import { DepotInjoignable } from '#platform/storage/storage.ts'
import { limites, readBody } from '#web/body.ts'
import { enClasseur } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { type Assets, noAssets, publicRoutes } from '#web/http/assets.ts'
import { compress } from '#web/http/compress.ts'
import { csrf } from '#web/http/csrf.ts'
import {
  conflict,
  crossSite,
  failure,
  forbidden,
  notFound,
  tooLarge,
  unavailable,
  unprocessable,
} from '#web/http/errors.tsx'
import { flashMiddleware } from '#web/http/flash.ts'
import { securityHeaders } from '#web/http/headers.ts'
import type { CoformeModule } from '#web/module.ts'

export type AppOptions = {
  readonly assets?: Assets
  readonly modules?: readonly CoformeModule[]
  /** Établit `c.var.visiteur` d'après le témoin de connexion ; absent, tout le monde est un passant. */
  readonly identify?: MiddlewareHandler<Env>
  /** Compte et journalise chaque requête, pannes et fichiers compris. */
  readonly observe?: MiddlewareHandler<Env>
  /** Adresses (préfixes) dont les envois ne sont pas des formulaires : une API qui porte sa propre preuve. */
  readonly sansFormulaire?: readonly string[]
  /** Octets admis par préfixe d'adresse, quand 12 Mo ne suffisent pas (imports). */
  readonly grandsCorps?: Readonly<Record<string, number>>
}

/** Un envoi sans compte ne porte qu'un formulaire et une signature tracée. */
const corpsSansCompte = 1_000_000

const lectures = new Set(['GET', 'HEAD', 'OPTIONS'])
/** PostgreSQL ou le système n’a plus où écrire (53100, ENOSPC) : attendre ne suffit pas, recommencer non plus. */
const disquePlein = (erreur: unknown): boolean =>
  erreur instanceof Error && 'code' in erreur && (erreur.code === '53100' || erreur.code === 'ENOSPC')

/** Deux onglets sur deux coopératives : le formulaire de l'une n'écrit pas dans l'autre. */
const memeOrganisme =
  (
    grandsCorps: Readonly<Record<string, number>>,
    envoiSansSession: CoformeModule['envoiSansSession'],
  ): MiddlewareHandler<Env> =>
  async (c, next) => {
    const type = c.req.header('content-type') ?? ''
    if (
      lectures.has(c.req.method) ||
      !/^\s*(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)
    )
      return next()
    const visiteur = c.get('visiteur')
    const grand = Object.entries(grandsCorps).find(([prefixe]) => c.req.path.startsWith(prefixe))?.[1]
    const max = grand ?? (visiteur ? limites.corps : corpsSansCompte)
    const corps = await readBody(c.req.raw, { ...limites, corps: max })
    // Un corps trop lourd n'est pas lu plus loin ; un corps abîmé n'a pas de page à retrouver.
    if (!corps.ok && corps.refus.status === 413) return tooLarge(c, corps.refus.phrase)
    if (!corps.ok) return unprocessable(c, corps.refus.phrase)
    const pour = corps.raw.champs.get('_organisme')?.[0]
    if (pour === undefined || pour === visiteur?.organisme?.id) return next()
    const garde = visiteur ? undefined : await envoiSansSession?.(c, corps.raw)
    if (garde) return garde
    return conflict(
      c,
      visiteur?.organisme
        ? `Ce formulaire avait été ouvert pour une autre coopérative, et vous êtes maintenant dans ${visiteur.organisme.nom}. Changez de coopérative, puis envoyez-le de nouveau.`
        : 'Ce formulaire avait été ouvert depuis votre compte, et vous n’êtes plus connecté·e. Connectez-vous, puis envoyez-le de nouveau.',
    )
  }

/** `/sessions/` est `/sessions`. Jamais `//ailleurs`, qui mènerait dehors. */
const sansBarre: MiddlewareHandler<Env> = async (c, next) => {
  const { path } = c.req
  if (path.length > 1 && path.endsWith('/') && lectures.has(c.req.method)) {
    const net = `/${rogner(path, /[/\\]/)}`
    return c.redirect(`${net}${new URL(c.req.url).search}`, 308)
  }
  return next()
}

export const createApp = (services: Services, options: AppOptions = {}): Hono<Env> => {
  const { assets = noAssets, modules = [], identify, sansFormulaire = [], grandsCorps = {} } = options
  const { config } = services
  const https = config.origine.startsWith('https:')
  const navigation = modules.flatMap((m) => m.navigation ?? [])
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    // Telle qu'elle est venue : en chemin, elle se réécrit (`enClasseur`).
    const demande = c.req.raw
    await next()
    const autre = c.get('aRejouer')
    if (!autre && !c.get('aRefaire')) return
    // Une lecture, sans corps : la même demande, sans plus rien présumer ; ou l’envoi que l’on avait gardé, et les témoins qu’il a valus.
    const temoins = autre ? c.res.headers.getSetCookie() : []
    c.res = undefined
    const rendue = await app.fetch(autre ?? demande, c.env)
    c.res = autre ? new Response(rendue.body, rendue) : rendue
    for (const temoin of temoins) c.res.headers.append('set-cookie', temoin)
  })
  app.use(contextStorage())
  // Seul un envoi fait lire un fichier.
  app.use((c, next) =>
    lectures.has(c.req.method) ? next() : demandeServie.run(c.req.raw.signal, () => next()),
  )
  app.use(async (c, next) => {
    c.set('services', services)
    c.set('requestId', randomUUID())
    c.set('assets', assets)
    c.set('navigation', navigation)
    await next()
  })
  if (options.observe) app.use(options.observe)
  app.use(securityHeaders(https))
  app.route('/', publicRoutes(assets))
  app.use(compress())
  app.use(flashMiddleware(services.keys, https))
  app.use(sansBarre)
  app.use(enClasseur)
  const protege = csrf(config.origine, crossSite)
  const organisme = memeOrganisme(grandsCorps, modules.find((m) => m.envoiSansSession)?.envoiSansSession)
  const horsFormulaire = (chemin: string) => sansFormulaire.some((p) => chemin.startsWith(p))
  app.use((c, next) => (horsFormulaire(c.req.path) ? next() : protege(c, next)))
  if (identify) app.use(identify)
  app.use((c, next) => (horsFormulaire(c.req.path) ? next() : organisme(c, next)))

  // Une démonstration ne s'indexe pas ; ailleurs, les pages privées demandent un compte de toute façon.
  const plan = modules.some((m) => m.nom === 'portail') ? `Sitemap: ${config.origine}/sitemap.xml\n` : ''
  app.get('/robots.txt', (c) =>
    c.text(config.demo ? 'User-agent: *\nDisallow: /\n' : `User-agent: *\nDisallow: /connexion\n${plan}`),
  )

  // RFC 9116. L’échéance suit l’horloge : une instance qui répond est tenue.
  app.get('/.well-known/security.txt', (c) => {
    const echeance = new Date(services.clock.now().getTime() + 180 * 86_400_000)
    return c.text(
      [
        '# Une faille se dit d’abord à qui tient cette instance ; la règle est dans docs/surete.md, avec le logiciel.',
        `Contact: ${config.contactSecurite ?? `${config.origine}/mentions-legales`}`,
        `Expires: ${echeance.toISOString().replace(/\.\d+Z$/, 'Z')}`,
        'Preferred-Languages: fr, en',
        `Canonical: ${config.origine}/.well-known/security.txt`,
        '',
      ].join('\n'),
    )
  })

  for (const module of modules) module.routes?.(app, services)

  app.notFound(notFound)
  app.onError((erreur, c) => {
    if (erreur instanceof HTTPException) {
      if (erreur.status === 403) return forbidden(c)
      if (erreur.status === 404) return notFound(c)
      if (erreur.status < 500)
        return unprocessable(c, 'Cette demande ne se lit pas. Rien n’a été enregistré.')
    }
    if (erreur instanceof DepotInjoignable)
      return unavailable(
        c,
        'Le dépôt des fichiers ne répond pas. Le fichier n’est pas perdu, et tout le reste fonctionne : redemandez-le dans une minute.',
      )
    if (disquePlein(erreur)) {
      services.log.error('web.disque-plein', erreur, { methode: c.req.method })
      return unavailable(
        c,
        'La machine n’a plus de place : rien n’a été enregistré, et rien n’est perdu. Prévenez la personne qui tient Coforme ; recommencez quand elle en aura libéré.',
      )
    }
    return failure(c, erreur)
  })
  return app
}
