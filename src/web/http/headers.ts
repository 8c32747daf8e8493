import type { MiddlewareHandler } from 'hono'
import type { Env } from '#web/env.ts'

/** Aucun script ni style dans la page, aucun appel au dehors, aucun cadre. */
const politique = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

const entetes: Readonly<Record<string, string>> = {
  'content-security-policy': politique,
  'x-content-type-options': 'nosniff',
  // `no-referrer` ferait écrire `Origin: null` à nos propres formulaires (Fetch, § 3.2) et ne se distinguerait plus
  // d'un envoi étranger. `same-origin` ne dit rien au dehors non plus : un lien personnel ne fuit pas.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
}

/** Ni document ni script : de ces en-têtes, le navigateur n’y lit que ceux-ci, et les autres pesaient plus de 2 Ko à la première vue. */
const inertes = /^(font\/|text\/css)/
const pourInertes = ['x-content-type-options', 'referrer-policy', 'cross-origin-resource-policy']

/** Les en-têtes de sécurité de toute réponse, en un seul endroit. Une page ne se garde pas en cache partagé. */
export const securityHeaders =
  (https: boolean): MiddlewareHandler<Env> =>
  async (c, next) => {
    await next()
    const inerte = inertes.test(c.res.headers.get('content-type') ?? '')
    for (const [nom, valeur] of Object.entries(entetes))
      if (!c.res.headers.has(nom) && (!inerte || pourInertes.includes(nom))) c.res.headers.set(nom, valeur)
    if (https) c.res.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'private, no-store')
    c.res.headers.set('x-request-id', c.get('requestId'))
  }
