import { BlockList, isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { estBoucle } from '#platform/config/boucle.ts'
import { isLoopback } from '#platform/metrics/metrics.ts'
import type { Env } from '#web/env.ts'

const famille = (ip: string) => (isIP(ip) === 6 ? 'ipv6' : 'ipv4')
/** `::ffff:10.0.0.1` est 10.0.0.1 : une écoute IPv6 le dit ainsi. */
const simple = (ip: string): string => ip.trim().replace(/^::ffff:(?=\d+\.)/i, '')

const liste = (mandataires: readonly string[]): BlockList => {
  const l = new BlockList()
  for (const m of mandataires) {
    const [adresse, prefixe] = m.split('/')
    if (!adresse || isIP(adresse) === 0) continue
    if (prefixe === undefined) l.addAddress(adresse, famille(adresse))
    else l.addSubnet(adresse, Number(prefixe), famille(adresse))
  }
  return l
}

/** Cette machine et les réseaux privés : d'où un mandataire relaie quand personne n'a dit lequel. */
const presDIci = ['127.0.0.0/8', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'] as const

/**
 * L'adresse de la personne. `X-Forwarded-For` n'est cru que s'il vient d'un mandataire connu, et se lit de droite à gauche : la première
 * adresse qui n'est pas un mandataire est la bonne, ce qui est à sa gauche est déclaratif. Quand personne n'a dit les mandataires, un voisin
 * proche (cette machine, un réseau privé) est cru d'un seul pas : tous n'ont pas alors la même adresse, et qui en épuise les essais n'arrête
 * que lui.
 */
export const resolveClientIp = (
  pair: string | undefined,
  transmis: string | undefined,
  mandataires: readonly string[],
): string => {
  const proche = simple(pair ?? '')
  if (isIP(proche) === 0) return '0.0.0.0'
  if (mandataires.length === 0) {
    const dernier = simple((transmis ?? '').split(',').at(-1) ?? '')
    return isIP(dernier) !== 0 && liste(presDIci).check(proche, famille(proche)) ? dernier : proche
  }
  const connus = liste(mandataires)
  let ip = proche
  const chaine = (transmis ?? '').split(',').map(simple).reverse()
  for (const suivante of chaine) {
    if (!connus.check(ip, famille(ip))) return ip
    if (isIP(suivante) === 0) return ip
    ip = suivante
  }
  return ip
}

/** D'où vient la requête ; rien quand elle n'est pas venue par le réseau (un test). */
export const adresseDe = (c: Context<Env>): string | undefined => {
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}

/** Vrai si un mandataire a relayé la requête : elle vient alors de n'importe où. */
export const estRelayee = (c: Context<Env>): boolean =>
  c.req.header('x-forwarded-for') !== undefined || c.req.header('forwarded') !== undefined

/**
 * Vrai si la requête demande un des noms de cette machine même, et non celui d'un site. Une page d'ailleurs peut faire pointer son
 * propre nom sur 127.0.0.1 (« DNS rebinding ») : son navigateur vient alors d'ici, mais sous ce nom-là.
 */
const sousUnNomDIci = (c: Context<Env>): boolean => {
  const hote = `http://${c.req.header('host') ?? new URL(c.req.url).host}`
  return URL.canParse(hote) && estBoucle(new URL(hote).hostname)
}

/** Vrai si rien ne dit que la requête vient de plus loin que cette machine. */
export const sembleDIci = (c: Context<Env>): boolean => !estRelayee(c) && sousUnNomDIci(c)

/** Vrai si la requête vient de cette machine même : par sa boucle, sans relais, sous un de ses noms. */
export const vientDIci = (c: Context<Env>): boolean => isLoopback(adresseDe(c)) && sembleDIci(c)

export const clientIp = (c: Context<Env>): string =>
  resolveClientIp(adresseDe(c), c.req.header('x-forwarded-for'), c.get('services').config.mandataires)
