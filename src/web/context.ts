import type { Context } from 'hono'
import { tryGetContext } from 'hono/context-storage'
import type { Config } from '#platform/config/config.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { type Assets, noAssets } from '#web/http/assets.ts'
import type { Flash } from '#web/http/flash.ts'
import type { NavigationEntry } from '#web/module.ts'

/** Ce que le cadre d'une page a besoin de savoir de la requête en cours. */
export type PageContext = {
  readonly path: string
  readonly visiteur: Visiteur | undefined
  readonly navigation: readonly NavigationEntry[]
  readonly assets: Assets
  readonly flash: Flash | undefined
  /** Le nom de l’Union, sur les pages de son site ; absent tant que personne ne l’a dit. */
  readonly union: string | undefined
  /** L'adresse où revenir après un détour ; absente quand la page répond à un envoi. */
  readonly retour: string | undefined
  /** Aucun serveur d’envoi n’est réglé : ce qui s’écrit attend ici. `demonstration` : dans la boîte d’essai, que chacun lit. */
  readonly sansEnvoi: 'demonstration' | 'oui' | undefined
}

const retourDe = (c: Context<Env>): string | undefined => {
  if (c.req.method !== 'GET') return undefined
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

const sansEnvoiDe = (config: Config | undefined): PageContext['sansEnvoi'] => {
  if (!config || config.smtpUrl !== undefined) return undefined
  return config.demo ? 'demonstration' : 'oui'
}

/**
 * Le contexte de la requête, sans que chaque page le fasse suivre de main en main. Hors d'une requête (un test,
 * un message), une page se rend sans visiteur.
 */
export const pageContext = (): PageContext => {
  const c = tryGetContext<Env>()
  return {
    path: c?.req.path ?? '/',
    visiteur: c?.get('visiteur'),
    navigation: c?.get('navigation') ?? [],
    assets: c?.get('assets') ?? noAssets,
    flash: c?.get('flash'),
    union: c?.get('union'),
    retour: c ? retourDe(c) : undefined,
    sansEnvoi: sansEnvoiDe(c?.get('services')?.config),
  }
}
