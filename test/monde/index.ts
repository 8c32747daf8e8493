/**
 * Le petit monde d'un essai : une base, des coopératives, des personnes déjà entrées, une horloge réglée, des pages servies.
 *
 *     const m = await monde({ modules: [tiers], roles: ['assistant'] })
 *     const { vers } = await m.assistant.poster('/personnes/nouvelle', { prenom: 'Rosa', nom: 'Ba' })
 *
 * Un essai qui choisit lui-même qui regarde, sans compte ni session, prend `pagesDevant` ; qui tient déjà ses services, `pagesServies`.
 */
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { afterAll, beforeEach } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Role } from '#modules/organisme/index.ts'
import { newToken, tokenDigest } from '#platform/auth/token.ts'
import type { Portee } from '#platform/db/access.ts'
import type { MaintenanceTx } from '#platform/db/index.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { type AppOptions, createApp } from '#web/app.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { loadPublic } from '#web/http/assets.ts'
import type { CoformeModule } from '#web/module.ts'
import { type Panne, testServices, unVisiteur } from '#web/test/services.ts'
import { visiteurMiddleware } from '../../src/modules/comptes/index.ts'
import { poserAdhesion, poserCompte } from '../../src/modules/comptes/test/comptes.ts'
import { poserOrganisme } from '../../src/modules/comptes/test/organismes.ts'
import { baseNeuve } from '../base/index.ts'
import { type Navigateur, naviguer } from './naviguer.ts'

export { type Aller, naviguer, sansInsecables } from './naviguer.ts'

type OptionsDApp = Omit<AppOptions, 'modules' | 'identify'>
const ici = (chemin: string) => fileURLToPath(new URL(chemin, import.meta.url))

/** Des pages qui reconnaissent à sa session qui les regarde, comme l'application. */
export const pagesServies = (
  services: Services,
  modules: readonly CoformeModule[],
  { presumer, ...options }: OptionsDApp & { readonly presumer?: (chemin: string) => boolean } = {},
) => {
  const app = createApp(services, { ...options, identify: visiteurMiddleware(services, presumer), modules })
  const { origine } = services.config
  return { app, origine, ...naviguer(app, { origine }) }
}

/**
 * Des pages devant la personne que `qui` décrit à chaque demande (rien : personne n'est entré), sans compte ni session : la
 * base que tiennent `services` dit seule quel organisme s'ouvre.
 */
export const pagesDevant = (
  services: Services,
  modules: readonly CoformeModule[],
  qui: (c: Context<Env>) => Partial<Visiteur> | undefined,
  { texte, ip, ...options }: OptionsDApp & { texte?: (html: string) => string; ip?: () => string } = {},
) => {
  const app = createApp(services, {
    ...options,
    modules,
    identify: async (c, next) => {
      const traits = qui(c)
      if (traits) c.set('visiteur', unVisiteur(traits))
      await next()
    },
  })
  const { origine } = services.config
  return { app, origine, ...naviguer(app, { origine, ...(texte ? { texte } : {}), ...(ip ? { ip } : {}) }) }
}

export type Connectee = Navigateur & {
  readonly personne: PersonneId
  readonly organisme: OrganismeId
  readonly courriel: string
  readonly cookie: string
}
type Coop = { readonly organisme: OrganismeId }
type Poser = (tx: MaintenanceTx) => Promise<Coop>
type Coops = Readonly<Record<string, string | Poser>>
type Posees<C extends Coops> = {
  readonly [N in keyof C]: C[N] extends (tx: MaintenanceTx) => Promise<infer P>
    ? P
    : Awaited<ReturnType<typeof poserOrganisme>>
}

type ProfilConnecte = {
  readonly roles: readonly Role[]
  readonly prenom?: string
  readonly nom?: string
  readonly courriel?: string
  readonly portee?: Portee
  /** Absent : un compte sans mot de passe, qui n'entre que par la session que l'essai lui ouvre. */
  readonly motDePasse?: string
  /** Administre l'instance : l'Union, qui fonde un pôle sans attendre de signatures. */
  readonly union?: boolean
}
/** Un rôle, dans la première coopérative ; ou ce qu'il faut en dire, et laquelle. */
type Qui<C> = Role | (ProfilConnecte & { readonly chez?: C })

const deux = { coop: 'Langue & Lien', voisine: 'Terre d’Appui' } as const

export const monde = async <
  const C extends Coops = typeof deux,
  const R extends Role = never,
  const G extends Readonly<Record<string, Qui<keyof C>>> = Record<never, never>,
>({
  modules,
  coops: voulues = deux as Coops as C,
  roles = [],
  gens = {} as G,
  maintenant = '2026-11-24T10:40:00Z',
  texte,
  services: autres = {},
  ...options
}: OptionsDApp & {
  readonly modules: readonly CoformeModule[]
  /** Un nom court pour l'essai, et le nom de la coopérative ou de quoi la poser. La première est celle de `roles`. */
  readonly coops?: C
  /** Une personne par rôle, que l'essai nomme par son rôle. */
  readonly roles?: readonly R[]
  /** D'autres personnes, que l'essai nomme. */
  readonly gens?: G
  readonly maintenant?: string
  /** Comment le texte des pages se lit (`sansInsecables`) ; tel quel, si rien n'est dit. */
  readonly texte?: (html: string) => string
  readonly services?: Partial<Services>
}) => {
  const base = await baseNeuve()
  const keys = keysFromSeed('monde')
  const pannes: Panne[] = []
  let instant = new Date(maintenant)
  const services: Services = {
    ...testServices(pannes),
    db: base.db,
    keys,
    clock: { now: () => new Date(instant) },
    ...autres,
  }
  const { origine } = services.config
  const { app } = pagesServies(services, modules, options)
  const ouvrir = (cookie?: string) =>
    naviguer(app, { origine, ...(cookie ? { cookie } : {}), ...(texte ? { texte } : {}) })
  let rang = 0

  /** Les courriels qui portent un secret partent d'une tâche : celles que les pages viennent d'enfiler. */
  const envoyerLesPreuves = async () => {
    const systeme: Readonly<Record<string, SystemJobHandler>> = Object.assign(
      {},
      ...modules.map((m) => m.systeme ?? {}),
    )
    const { rows } = await base.worker.withoutTenant((tx) =>
      sql<{ nom: string; payload: Record<string, string> }>`
        with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
          where t.id = j.task_id and t.identifier = 'portail.envoyer-preuve' returning j.id, t.identifier as nom, j.payload)
        select nom, payload from prises order by id`.execute(tx),
    )
    for (const { nom, payload } of rows) await systeme[nom]?.(payload, { ...services, db: base.worker })
  }

  /** Une session déjà ouverte : le mot de passe et sa dérivation, lents à dessein, s'éprouvent dans les essais des comptes. */
  const entrer = async (organisme: OrganismeId, qui: ProfilConnecte): Promise<Connectee> => {
    rang += 1
    const { roles, courriel = `gens${rang}@exemple.example`, prenom = 'Rosa', nom = `Ba ${rang}` } = qui
    const jeton = newToken()
    const personne = await base.maintenance(async (tx) => {
      const id = await poserCompte(tx, keys, {
        courriel,
        prenom,
        nom,
        administreInstance: qui.union ?? false,
        ...(qui.motDePasse === undefined ? {} : { motDePasse: qui.motDePasse }),
      })
      await poserAdhesion(tx, { organisme, compte: id, roles, portee: qui.portee ?? '*' })
      await sql`insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le, agent, retenue)
        values (${tokenDigest(jeton)}, ${id}, ${organisme}, 'ouverte', now() + interval '1 day', '', false)`.execute(
        tx,
      )
      return id
    })
    const cookie = `coforme=${jeton}`
    return { personne, organisme, courriel, cookie, ...ouvrir(cookie) }
  }

  const coops = {} as { -readonly [N in keyof C]: Coop }
  for (const [court, voulue] of Object.entries(voulues))
    coops[court as keyof C] = await base.maintenance((tx) =>
      typeof voulue === 'string' ? poserOrganisme(tx, voulue) : voulue(tx),
    )
  const [premiere = ''] = Object.keys(voulues)
  const lesGens: Record<string, Connectee> = {}
  const attendus: readonly [string, Qui<keyof C>][] = [
    ...roles.map((r): [string, Qui<keyof C>] => [r, r]),
    ...Object.entries<Qui<keyof C>>(gens),
  ]
  for (const [nom, qui] of attendus) {
    const entree = typeof qui === 'string' ? { roles: [qui] } : qui
    const chez = 'chez' in entree && entree.chez !== undefined ? entree.chez : premiere
    lesGens[nom] = await entrer(coops[chez as keyof C].organisme, entree)
  }

  beforeEach(() => void pannes.splice(0))
  return {
    ...(lesGens as { readonly [N in R | keyof G]: Connectee }),
    base,
    coops: coops as unknown as Posees<C>,
    app,
    services,
    /** Les mêmes services, tels que le travailleur les tient. */
    worker: { ...services, db: base.worker } satisfies Services,
    pannes,
    origine,
    entrer,
    /** Une coopérative de plus. */
    fonder: (nom: string) => base.maintenance((tx) => poserOrganisme(tx, nom)),
    /** Qui n'est pas entré. */
    sansCompte: ouvrir(),
    /** Règle l'horloge, jusqu'au prochain réglage. */
    regler: (quand: string | Date = maintenant) => {
      instant = new Date(quand)
    },
    /** Les courriels déposés, en clair. */
    courriels: async (): Promise<{ a: string; objet: string; texte: string }[]> => {
      await envoyerLesPreuves()
      const { rows } = await base.maintenance((tx) =>
        sql<{
          id: string
          chiffre: Buffer
        }>`select id, chiffre from plateforme.courriel where chiffre is not null order by id`.execute(tx),
      )
      return rows.map((l) =>
        JSON.parse(Buffer.from(keys.decrypt('courriel', l.id, l.chiffre) ?? '').toString()),
      )
    },
    /** Sert ces pages sur un port libre, pour un navigateur, jusqu'à la fin du fichier. Rend leur origine. */
    servir: async (): Promise<string> => {
      let servie: ReturnType<typeof createApp> | undefined
      const serveur = serve({
        fetch: (r, env) => servie?.fetch(r, env) ?? new Response(null, { status: 503 }),
        port: 0,
        hostname: '127.0.0.1',
      })
      await new Promise<void>((pret) => (serveur.listening ? pret() : void serveur.once('listening', pret)))
      afterAll(() => new Promise<void>((fini) => serveur.close(() => fini())))
      const { port } = serveur.address() as AddressInfo
      const adresse = `http://127.0.0.1:${port}`
      const siens: Services = { ...services, config: { ...services.config, origine: adresse, port } }
      const assets = await loadPublic({
        dossier: ici('../../src/web/public'),
        ilots: ici('../../src/web/islands'),
      })
      servie = pagesServies(siens, modules, { assets, ...options }).app
      return adresse
    },
  }
}
