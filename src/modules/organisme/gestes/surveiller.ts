import { tokenDigest } from '#platform/auth/token.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import { signalerRafale } from '../db/rafales.ts'
import { rafales, UNE_HEURE } from '../domain/rafales.ts'

/** Compte ce qu’une personne emporte de sa coopérative, et fait prévenir quand c’est beaucoup pour une heure. La base ne garde qu’un compte. */
export const compterLesSorties = ({ db, keys }: Pick<Services, 'db' | 'keys'>) => {
  const limites = createLimits(db, keys)
  return async (jeton: string, qui: string, genre: 'export' | 'papier'): Promise<void> => {
    const { max } = rafales[genre]
    if (!(await limites.allow(`rafale.${genre}`, qui, { max, fenetre: UNE_HEURE })))
      await signalerRafale(db, tokenDigest(jeton), genre)
  }
}
