import { timingSafeEqual } from 'node:crypto'
import type { Keys } from '#platform/keys/keys.ts'

/** Ce qu’ajoute à l’identifiant d’un message le lien qui désabonne : tiré des clés de l’instance, il ne se devine ni ne se range. */
export const preuveDe = (keys: Pick<Keys, 'digest'>, message: string): string =>
  keys.digest('etapes.desabonner', message).toString('base64url')

export const prouve = (keys: Pick<Keys, 'digest'>, message: string, preuve: string): boolean => {
  const [attendue, recue] = [Buffer.from(preuveDe(keys, message)), Buffer.from(preuve)]
  return attendue.length === recue.length && timingSafeEqual(attendue, recue)
}
