import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'

/** Ce qu’une adresse demande à qui la regarde. Chaque garde le dit d’elle-même : qui parcourt les adresses n’en tient pas de liste. */
export type Garde =
  | { readonly genre: 'compte' | 'connexion' | 'instance' }
  | { readonly genre: 'role'; readonly roles: readonly string[] }
  // L’un de ces droits suffit.
  | { readonly genre: 'droit'; readonly droits: readonly string[] }

const gardes = new WeakMap<object, Garde>()

/** Ce garde, sous son nom. */
export const nommerGarde = (garde: Garde, tient: MiddlewareHandler<Env>): MiddlewareHandler<Env> => {
  gardes.set(tient, garde)
  return tient
}
/** Le garde qu’est cette fonction, si elle en est un. */
export const gardeDe = (fonction: object): Garde | undefined => gardes.get(fonction)
