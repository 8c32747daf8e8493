import type { MiddlewareHandler } from 'hono'
import { tokenDigest } from '#platform/auth/token.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { compterUneSortie } from '../db/rafales.ts'
import { genreDeSortie } from '../domain/rafales.ts'

/** Après chaque réponse à un membre : ce qui est sorti se compte. Une assistance a déjà sa trace, page par page. */
export const surveillerLesSorties =
  ({ db, log }: Pick<Services, 'db' | 'log'>): MiddlewareHandler<Env> =>
  async (c, next) => {
    await next()
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme || visiteur.assistance || visiteur.acces.genre !== 'session') return
    const genre = genreDeSortie({
      status: c.res.status,
      type: c.res.headers.get('content-type') ?? '',
      disposition: c.res.headers.get('content-disposition') ?? '',
    })
    if (!genre) return
    try {
      await compterUneSortie(db, tokenDigest(visiteur.acces.jeton), genre)
    } catch (erreur) {
      // Le fichier est déjà prêt : qui l’a demandé le reçoit, et l’exploitation lit que le compte manque.
      log.error('organisme.sortie-non-comptee', erreur, { genre })
    }
  }
