import type { MiddlewareHandler } from 'hono'
import type { Env } from '#web/env.ts'

const lectures = new Set(['GET', 'HEAD', 'OPTIONS'])
const boucle = new Set(['localhost', '127.0.0.1', '[::1]'])

/** La même origine que la nôtre ; sur la machine elle-même, ses trois noms se valent. */
export const sameOrigin = (recue: string, notre: string): boolean => {
  if (recue === notre) return true
  if (!URL.canParse(recue) || !URL.canParse(notre)) return false
  const a = new URL(recue)
  const b = new URL(notre)
  return boucle.has(a.hostname) && boucle.has(b.hostname) && a.protocol === b.protocol && a.port === b.port
}

/**
 * Une écriture vient d'une de nos pages. Le navigateur dit d'où par `Origin` (comparée à COFORME_ORIGINE, jamais à
 * `Host`, qu'un attaquant peut viser) ; à défaut par `Sec-Fetch-Site`, qu'aucune page ne peut forger.
 * Sans l'un ni l'autre, ou avec `Origin: null`, on refuse.
 */
export const isTrustedWrite = (headers: Headers, origine: string): boolean => {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const recue = headers.get('origin')
  return recue === null ? site === 'same-origin' : sameOrigin(recue, origine)
}

export const csrf =
  (
    origine: string,
    refuser: (c: Parameters<MiddlewareHandler<Env>>[0]) => Response | Promise<Response>,
  ): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (lectures.has(c.req.method) || isTrustedWrite(c.req.raw.headers, origine)) return next()
    return refuser(c)
  }
