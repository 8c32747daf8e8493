import { timingSafeEqual } from 'node:crypto'
import type { Keys } from '#platform/keys/keys.ts'

export type Usage =
  | 'candidature'
  | 'demande'
  | 'suivi'
  | 'traitement'
  | 'lettre'
  | 'fin-lettre'
  | 'choix-lettre'
  | 'avis'

/** Ce qu'un lien reçu par courriel ajoute à l'identifiant : tiré des clés de l'instance, il ne se devine ni ne se range. */
export const preuveDe = (keys: Keys, usage: Usage, id: string): string =>
  keys.digest(`portail.${usage}`, id).toString('base64url')

export const prouve = (keys: Keys, usage: Usage, id: string, preuve: string): boolean => {
  const [attendue, recue] = [Buffer.from(preuveDe(keys, usage, id)), Buffer.from(preuve)]
  return attendue.length === recue.length && timingSafeEqual(attendue, recue)
}
