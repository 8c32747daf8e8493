import { createHash } from 'node:crypto'
import type { Id } from '#kernel/id.ts'

/** Un identifiant par rang, tiré du jeton du formulaire : le second envoi retombe sur les mêmes. */
export const derive = <K extends string>(jeton: string, genre: string, rang: number): Id<K> => {
  const h = createHash('sha256').update(`${genre}\0${jeton}\0${rang}`).digest().subarray(0, 16)
  h[6] = ((h[6] ?? 0) & 0x0f) | 0x80
  h[8] = ((h[8] ?? 0) & 0x3f) | 0x80
  const x = h.toString('hex')
  return `${x.slice(0, 8)}-${x.slice(8, 12)}-${x.slice(12, 16)}-${x.slice(16, 20)}-${x.slice(20)}` as Id<K>
}
