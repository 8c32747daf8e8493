import { BlockList, isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
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

/**
 * L'adresse de la personne. `X-Forwarded-For` n'est cru que s'il vient d'un mandataire connu, et se lit de droite
 * à gauche : la première adresse qui n'est pas un mandataire est la bonne, ce qui est à sa gauche est déclaratif.
 */
export const resolveClientIp = (
  pair: string | undefined,
  transmis: string | undefined,
  mandataires: readonly string[],
): string => {
  const proche = simple(pair ?? '')
  if (isIP(proche) === 0) return '0.0.0.0'
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

export const clientIp = (c: Context<Env>): string =>
  resolveClientIp(adresseDe(c), c.req.header('x-forwarded-for'), c.get('services').config.mandataires)
