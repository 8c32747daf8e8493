/**
 * La mémoire des pages publiques. Elles sont les mêmes pour toute personne sans compte : on les compose une fois, on les
 * compresse une fois. Ce qui est gardé vaut sous le compte des parutions que la base tient (`porte.compte_des_parutions`), relu à
 * chaque demande : deux processus ne se contredisent jamais, et rien d'un état ancien n'est servi après une parution.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import type { MiddlewareHandler } from 'hono'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { compresser } from '#web/http/compress.ts'
import { compteDesParutions } from '../db/parutions.ts'

const enBrotli = promisify(brotliCompress)

/** Une page dépend aussi de l'heure (agenda, parution programmée) : passé ce temps, elle se recompose. */
const DUREE_MS = 30_000
/** Octets gardés au plus par processus, toutes formes comprises. */
const PLACE = 48_000_000

type Octets = Uint8Array<ArrayBuffer>
type Gardee = {
  readonly compte: string
  readonly le: number
  readonly etag: string
  readonly type: string
  readonly plus: readonly (readonly [string, string])[]
  readonly nu: Octets
  /** Compressée à la première demande qui le veut : presque aucune ne veut les deux. */
  gzip?: Octets
  br?: Octets
  /** Vrai dès la deuxième demande, fût-elle d’une composition ancienne : une page que l’on ouvre une fois se compresse vite, les autres au plus serré. */
  redemandee: boolean
}

/**
 * Lit une fois pour toutes les demandes qui attendent : une demande arrivée pendant une lecture attend la suivante, car celle en
 * cours a pu regarder la base avant elle.
 */
export const regrouper = <T>(lire: () => Promise<T>): (() => Promise<T>) => {
  let enCours: Promise<T> | undefined
  let suivante: Promise<T> | undefined
  const lancer = (): Promise<T> => {
    const p = lire()
    enCours = p
    const finir = () => {
      if (enCours === p) enCours = undefined
    }
    p.then(finir, finir)
    return p
  }
  return () => {
    if (!enCours) return lancer()
    suivante ??= enCours.then(
      () => {
        suivante = undefined
        return lancer()
      },
      () => {
        suivante = undefined
        return lancer()
      },
    )
    return suivante
  }
}

const accepte = (entete: string | undefined, nom: string): boolean =>
  entete?.split(',').some((m) => {
    const [code = '', ...reste] = m.trim().toLowerCase().split(';')
    return code.trim() === nom && !reste.some((r) => /^\s*q=0(\.0*)?\s*$/.test(r))
  }) === true

/** Les listes et l’accueil, sans choix : tout le monde les ouvre. */
const deTous = /^\/[a-z-]*$/

/** Ce qu'une réponse dit d'elle, et que la copie redit. */
const aGarder = new Set(['content-disposition', 'link', 'content-security-policy'])

const propre = (octets: Buffer): Octets => new Uint8Array(octets)

export const memoireDesPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>): MiddlewareHandler<Env> => {
  const gardees = new Map<string, Gardee>()
  let place = 0
  const compter = regrouper(() => db.lire(compteDesParutions))
  const poids = (g: Gardee) => g.nu.length + (g.gzip?.length ?? 0) + (g.br?.length ?? 0)
  const oter = (cle: string) => {
    const g = gardees.get(cle)
    if (g && gardees.delete(cle)) place -= poids(g)
  }
  const garder = (cle: string, g: Gardee) => {
    oter(cle)
    gardees.set(cle, g)
    place += poids(g)
    for (const ancienne of gardees.keys()) {
      if (place <= PLACE) break
      oter(ancienne)
    }
  }
  const comprimer = async (cle: string, g: Gardee, forme: 'gzip' | 'br'): Promise<Octets> => {
    const octets = propre(
      forme === 'br'
        ? await enBrotli(g.nu, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
        : await compresser(Buffer.from(g.nu.buffer)),
    )
    // Ôtée ou remplacée pendant ce temps, elle ne pèse plus rien ici ; une autre demande a pu la comprimer aussi.
    if (gardees.get(cle) === g && !g[forme]) {
      oter(cle)
      g[forme] = octets
      garder(cle, g)
    }
    return octets
  }
  return async (c, next) => {
    // Un témoin, quel qu'il soit, peut changer la page : elle se compose alors pour qui la demande.
    if ((c.req.method !== 'GET' && c.req.method !== 'HEAD') || c.req.header('cookie') !== undefined)
      return next()
    // Une adresse peut répondre à deux motifs gardés (`carte.svg` est aussi un `:code`) : la gardée de dehors suffit. Deux l'une dans
    // l'autre compressaient deux fois.
    if (c.get('enClair')) return next()
    const url = c.req.url
    const cle = url.slice(url.indexOf('/', url.indexOf('//') + 2))
    if (cle.length > 500) return next()
    const compte = await compter()
    const maintenant = clock.now().getTime()
    let g = gardees.get(cle)
    if (!g || g.compte !== compte || Math.abs(maintenant - g.le) > DUREE_MS) {
      const depot: { page?: string } = {}
      c.set('enClair', depot)
      await next()
      const { page } = depot
      if (c.res.status !== 200 || c.res.headers.has('set-cookie') || c.req.method === 'HEAD') {
        if (page !== undefined) c.res = new Response(page, c.res)
        return
      }
      const nu = Buffer.from(page ?? ((await c.res.arrayBuffer()) as never))
      g = {
        compte,
        le: maintenant,
        etag: `W/"${createHash('sha256').update(nu).digest('base64url').slice(0, 22)}"`,
        type: c.res.headers.get('content-type') ?? 'text/html; charset=UTF-8',
        plus: [...c.res.headers].filter(([n]) => aGarder.has(n)),
        nu: propre(nu),
        redemandee: g !== undefined || deTous.test(cle),
      }
      garder(cle, g)
    } else {
      // La plus récemment lue passe derrière : c'est la dernière que l'on ôtera.
      gardees.delete(cle)
      gardees.set(cle, g)
      g.redemandee = true
    }
    const entetes: [string, string][] = [
      ['etag', g.etag],
      ['cache-control', 'private, no-cache'],
      ['vary', 'Accept-Encoding, Cookie'],
      ...g.plus.map(([n, v]): [string, string] => [n, v]),
    ]
    c.res = undefined
    if (c.req.header('if-none-match')?.includes(g.etag)) {
      c.res = new Response(null, { status: 304, headers: entetes })
      return
    }
    const voulu = c.req.header('accept-encoding')
    const gzip = accepte(voulu, 'gzip')
    const forme = accepte(voulu, 'br') && (g.redemandee || !gzip) ? 'br' : gzip ? 'gzip' : 'nu'
    const octets = forme === 'nu' ? g.nu : (g[forme] ?? (await comprimer(cle, g, forme)))
    if (forme !== 'nu') entetes.push(['content-encoding', forme])
    entetes.push(['content-type', g.type], ['content-length', String(octets.length)])
    c.res = new Response(octets, { status: 200, headers: entetes })
  }
}
