import { timingSafeEqual } from 'node:crypto'
import type { Keys } from '#platform/keys/keys.ts'

/** L'instant où un formulaire a été ouvert, signé : il ne se fabrique pas. */
export const preuveInstant = (keys: Keys, le: Date): string =>
  `${le.getTime()}.${keys.digest('portail.instant', String(le.getTime())).toString('base64url')}`

export const prouveInstant = (keys: Keys, texte: string): Date | undefined => {
  const [ms = '', preuve = ''] = texte.split('.')
  if (!/^\d{1,15}$/.test(ms)) return undefined
  const attendue = Buffer.from(keys.digest('portail.instant', ms).toString('base64url'))
  const recue = Buffer.from(preuve)
  return attendue.length === recue.length && timingSafeEqual(attendue, recue)
    ? new Date(Number(ms))
    : undefined
}
