import type { MiddlewareHandler } from 'hono'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { genreDeSortie } from '../domain/rafales.ts'
import { compterLesSorties } from '../gestes/surveiller.ts'

/** Après chaque réponse à un membre : ce qui est sorti se compte. Une assistance a déjà sa trace, page par page. */
export const surveillerLesSorties = (services: Pick<Services, 'db' | 'keys'>): MiddlewareHandler<Env> => {
  const compter = compterLesSorties(services)
  return async (c, next) => {
    await next()
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme || visiteur.assistance || visiteur.acces.genre !== 'session') return
    const genre = genreDeSortie({
      status: c.res.status,
      type: c.res.headers.get('content-type') ?? '',
      disposition: c.res.headers.get('content-disposition') ?? '',
    })
    if (genre) await compter(visiteur.acces.jeton, `${visiteur.organisme.id} ${visiteur.personneId}`, genre)
  }
}
