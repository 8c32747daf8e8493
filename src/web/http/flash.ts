/**
 * Le message de passage : écrit au moment du renvoi (303), montré une fois sur la page d'après. Il voyage dans un
 * témoin signé et bref : le serveur ne garde rien, dix processus se valent.
 */

import { timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Keys } from '#platform/keys/keys.ts'
import type { Env, Flash } from '#web/env.ts'

export type { Flash }

const temoin = 'coforme-passage'
const usage = 'web.passage'

const signer = (keys: Keys, charge: string): string => keys.digest(usage, charge).toString('base64url')

export const encodeFlash = (keys: Keys, flash: Flash): string => {
  const charge = Buffer.from(JSON.stringify(flash)).toString('base64url')
  return `${charge}.${signer(keys, charge)}`
}

const estTexte = (v: unknown): v is string => typeof v === 'string'

/** Rien si la signature ne vaut pas : un message que nous n'avons pas écrit ne se montre pas. */
export const decodeFlash = (keys: Keys, valeur: string): Flash | undefined => {
  const [charge, signature, reste] = valeur.split('.')
  if (!charge || !signature || reste !== undefined) return undefined
  const attendue = Buffer.from(signer(keys, charge))
  const recue = Buffer.from(signature)
  if (attendue.length !== recue.length || !timingSafeEqual(attendue, recue)) return undefined
  try {
    const lu = JSON.parse(Buffer.from(charge, 'base64url').toString('utf8')) as Partial<Flash>
    return estTexte(lu.fort) && (lu.genre === 'passe' || lu.genre === 'fait' || lu.genre === 'mal')
      ? (lu as Flash)
      : undefined
  } catch {
    return undefined
  }
}

/** Renvoie (303) vers une page, avec ce qu'elle doit dire. */
export const redirectWith = (c: Context<Env>, vers: string, flash?: Flash): Response => {
  if (flash) c.set('flashToSet', flash)
  return c.redirect(vers, 303)
}

export const flashMiddleware = (keys: Keys, secure: boolean): MiddlewareHandler<Env> => {
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
  return async (c, next) => {
    const recu = getCookie(c, temoin)
    const flash = recu === undefined ? undefined : decodeFlash(keys, recu)
    if (flash) c.set('flash', flash)
    await next()
    const aPoser = c.get('flashToSet')
    if (aPoser) setCookie(c, temoin, encodeFlash(keys, aPoser), { ...options, maxAge: 120 })
    // Une page l'a montré ; un fichier ou une image demandés entre-temps ne l'effacent pas.
    else if (recu !== undefined && c.res.headers.get('content-type')?.startsWith('text/html'))
      deleteCookie(c, temoin, options)
  }
}
