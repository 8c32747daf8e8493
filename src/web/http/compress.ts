import { promisify } from 'node:util'
import { constants, gzip, gzipSync } from 'node:zlib'
import type { Context, MiddlewareHandler } from 'hono'
import { compress as enFlux } from 'hono/compress'
import { HtmlEscapedCallbackPhase, resolveCallback } from 'hono/utils/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Env } from '#web/env.ts'

const enFond = promisify(gzip)

/** Sous cette taille, compresser coûte plus qu'envoyer. */
const seuil = 1024
/** Au-delà, la compression quitte le fil des requêtes. */
const long = 128 * 1024
/** Mesuré sur nos pages : deux fois moins de calcul qu'au niveau 6, pour un dixième d'octets en plus. */
const options = { level: 3, strategy: constants.Z_DEFAULT_STRATEGY }

/** Ce qui suit la page dans `c.html(page, état, en-têtes)`. */
type Arg = ContentfulStatusCode | ResponseInit
type Entetes = Record<string, string | string[]>

const accepteGzip = (entete: string | undefined): boolean =>
  entete !== undefined && /(^|,)\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(entete)

// Écrire une page en octets dans une mémoire neuve coûtait la moitié de sa compression (mesuré) ; celle-ci ressert.
// Rien n’y survit à l’instant : ce qui se compresse plus tard, ou part tel quel, se copie.
const brouillon = Buffer.allocUnsafeSlow(3 * long)
const enOctets = (texte: string): Buffer => {
  const lus = texte.length < long ? brouillon.write(texte) : long
  return lus < seuil || lus >= long ? Buffer.from(texte) : brouillon.subarray(0, lus)
}

/** Vite, plutôt qu’au plus serré. */
export const compresser = (octets: Buffer): Buffer | Promise<Buffer> =>
  octets.length < long ? gzipSync(octets, options) : enFond(octets, options)

/**
 * `c.html` rend la page déjà compressée. Relire le corps d'une réponse pour la compresser ensuite passait son texte par les
 * conversions et les flux du web : plus cher que la compression même.
 */
const rendreCompresse = (c: Context<Env>): void => {
  const enClair = c.html
  const rendre = async (texte: string, arg?: Arg, entetes?: Entetes): Promise<Response> => {
    // Qui garde la page en mémoire la prend telle quelle, et la compresse lui-même : la relire d’une réponse coûtait un dixième de la page.
    const depot = c.get('enClair')
    if (depot) {
      depot.page = texte
      return enClair('', arg as ContentfulStatusCode, entetes)
    }
    const octets = enOctets(texte)
    const court = octets.length < seuil
    const corps = court ? octets : await compresser(octets)
    return c.body(corps as Uint8Array<ArrayBuffer>, arg as ContentfulStatusCode, {
      ...entetes,
      'content-type': 'text/html; charset=UTF-8',
      ...(court ? {} : { 'content-encoding': 'gzip' }),
      'content-length': String(corps.length),
      vary: 'Accept-Encoding',
    })
  }
  c.html = (async (page: string | Promise<string>, arg?: Arg, entetes?: Entetes) =>
    rendre(
      typeof page === 'string'
        ? page
        : String(await resolveCallback(page, HtmlEscapedCallbackPhase.Stringify, false, {})),
      arg,
      entetes,
    )) as unknown as typeof c.html
}

/**
 * Compresse les réponses. Une page HTML, tout entière en mémoire, l'est d'un bloc : la faire passer par les flux du web
 * coûtait plus que la compresser. Le reste (exports, longs téléchargements) passe en flux, sans être gardé.
 */
export const compress = (): MiddlewareHandler<Env> => {
  const flux = enFlux()
  return async (c, next) => {
    const gzip = accepteGzip(c.req.header('accept-encoding'))
    if (gzip && c.req.method !== 'HEAD') rendreCompresse(c)
    await flux(c, async () => {
      await next()
      const estPage = c.res.headers.get('content-type')?.startsWith('text/html') === true
      if (!estPage || c.res.headers.has('content-encoding') || c.req.method === 'HEAD') return
      if (!/(^|,)\s*accept-encoding/i.test(c.res.headers.get('vary') ?? ''))
        c.res.headers.append('vary', 'Accept-Encoding')
    })
  }
}
