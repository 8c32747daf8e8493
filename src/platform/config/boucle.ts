import { isIP } from 'node:net'

/** Vrai pour un nom ou une adresse de cette machine même. */
export const estBoucle = (hote: string): boolean =>
  hote === 'localhost' || hote === '::1' || hote === '[::1]' || (isIP(hote) === 4 && hote.startsWith('127.'))
