import { createHash } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { lignesQr } from '#platform/pdf/qr.ts'

const periodeS = 30

const totp = (secret: string, courriel = '') =>
  new TOTP({
    issuer: 'Coforme',
    label: courriel,
    algorithm: 'SHA1',
    digits: 6,
    period: periodeS,
    secret: Secret.fromBase32(secret),
  })

/** Un secret neuf de 160 bits, en base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

export const totpUri = (secret: string, courriel: string): string => totp(secret, courriel).toString()

/** Le code du moment : pour les essais et la démonstration. */
export const totpCode = (secret: string, instant: Date): string =>
  totp(secret).generate({ timestamp: instant.getTime() })

/** Le pas du code (RFC 6238), à une période près, ou rien. La base refuse un pas déjà employé. */
export const totpStep = (secret: string, code: string, instant: Date): number | undefined => {
  const net = code.replace(/[\s\u00a0]/g, '')
  if (!/^\d{6}$/.test(net)) return undefined
  const ecart = totp(secret).validate({ token: net, timestamp: instant.getTime(), window: 1 })
  return ecart === null ? undefined : Math.floor(instant.getTime() / 1000 / periodeS) + ecart
}

/** Ce qui prouve que l’on a lu ce secret, sans le dire (32 octets). */
export const totpProof = (secret: string): Buffer =>
  createHash('sha256').update(`coforme-code/1 ${secret}`).digest()

/** Le carré à photographier, en SVG d'un seul tracé : ni script, ni appel au dehors. */
export const qrSvg = (texte: string): string => {
  const lignes = lignesQr(texte)
  const n = lignes.length
  const cote = n + 8
  let trace = ''
  for (let y = 0; y < n; y++)
    for (let x = 0; x < n; x++) if (lignes[y]?.[x] === '1') trace += `M${x + 4} ${y + 4}h1v1h-1z`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cote} ${cote}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${cote}v${cote}H0z"/><path d="${trace}"/></svg>`
}

/** Le même, à mettre dans une image de la page. */
export const qrDataUrl = (texte: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(qrSvg(texte)).toString('base64')}`
