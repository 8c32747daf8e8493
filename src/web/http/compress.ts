import { promisify } from 'node:util'
import { constants, gzip, gzipSync } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import { compress as enFlux } from 'hono/compress'
import type { Env } from '#web/env.ts'

const enFond = promisify(gzip)

/** Sous cette taille, compresser coûte plus qu'envoyer. */
const seuil = 1024
/** Au-delà, la compression quitte le fil des requêtes. */
const long = 128 * 1024
/** Mesuré sur nos pages : deux fois moins de calcul qu'au niveau 6, pour un dixième d'octets en plus. */
const options = { level: 3, strategy: constants.Z_DEFAULT_STRATEGY }

const accepteGzip = (entete: string | undefined): boolean =>
  entete !== undefined && /(^|,)\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(entete)

/**
 * Compresse les réponses. Une page HTML, tout entière en mémoire, l'est d'un bloc : la faire passer par les flux du web
 * coûtait plus que la compresser. Le reste (exports, longs téléchargements) passe en flux, sans être gardé.
 */
export const compress = (): MiddlewareHandler<Env> => {
  const flux = enFlux()
  return async (c, next) => {
    let estPage = false
    await flux(c, async () => {
      await next()
      estPage = c.res.headers.get('content-type')?.startsWith('text/html') === true
      if (!estPage || c.res.headers.has('content-encoding') || c.req.method === 'HEAD') return
      c.res.headers.append('vary', 'Accept-Encoding')
      if (!accepteGzip(c.req.header('accept-encoding'))) {
        // Rien à faire : le flux ne doit pas la reprendre.
        return
      }
      const octets = Buffer.from(await c.res.arrayBuffer())
      const court = octets.length < seuil
      const corps = court
        ? octets
        : octets.length < long
          ? gzipSync(octets, options)
          : await enFond(octets, options)
      const entetes = new Headers(c.res.headers)
      if (!court) entetes.set('content-encoding', 'gzip')
      entetes.set('content-length', String(corps.length))
      const { status } = c.res
      c.res = undefined
      c.res = new Response(new Uint8Array(corps), { status, headers: entetes })
    })
  }
}
