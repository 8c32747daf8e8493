import { BlockList, isIP } from 'node:net'
import os from 'node:os'

/** Ce qui n'est pas sur l'internet public (RFC 6890 et suivants) : notre machine, nos réseaux, les plages réservées. */
const privees = new BlockList()
for (const [reseau, prefixe] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  privees.addSubnet(reseau, prefixe, 'ipv4')

// En IPv6, l'internet public est 2000::/3 ; le reste, et ce qui y cache une adresse IPv4 ou un tunnel, est refusé.
const publiques6 = new BlockList()
publiques6.addSubnet('2000::', 3, 'ipv6')
const cachees6 = new BlockList()
for (const [reseau, prefixe] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  cachees6.addSubnet(reseau, prefixe, 'ipv6')

/** Vraie si cette adresse IP est de l'internet public. `::ffff:10.0.0.1` est 10.0.0.1. */
export const estPublique = (ip: string): boolean => {
  const simple = ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  const famille = isIP(simple)
  if (famille === 4) return !privees.check(simple, 'ipv4')
  return famille === 6 && publiques6.check(simple, 'ipv6') && !cachees6.check(simple, 'ipv6')
}

/** Une adresse de cette machine même : publique, elle mènerait à ce qui n’y écoute que pour elle. */
const estDIci = (ip: string): boolean => {
  const nue = ip.toLowerCase()
  return Object.values(os.networkInterfaces()).some((prises) =>
    prises?.some((p) => p.address.toLowerCase() === nue),
  )
}

/** Où l’on va chercher du dehors : l’internet public, et jamais cette machine. */
export const estAuDehors = (ip: string): boolean => estPublique(ip) && !estDIci(ip)

/** Une page du web (http ou https), sans compte dans l’adresse, sur un port du web : ni courrier, ni accès à distance. */
export const adresseDuWeb = (brut: string, base?: string): URL | undefined => {
  const url = URL.parse(brut, base)
  const port = Number(url?.port || 80)
  return url &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    (port === 80 || port === 443 || port >= 1024)
    ? url
    : undefined
}
