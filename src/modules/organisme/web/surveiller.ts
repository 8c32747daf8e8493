import type { MiddlewareHandler } from 'hono'
import { tokenDigest } from '#platform/auth/token.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import type { Env } from '#web/env.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { tooMany } from '#web/http/errors.tsx'
import { compterUneSortie } from '../db/rafales.ts'
import {
  CINQ_MINUTES,
  cherche,
  genreDeSortie,
  RECHERCHES_AU_PLUS,
  SORTIES_AU_PLUS,
  sortUnFichier,
  UNE_HEURE,
} from '../domain/rafales.ts'

/**
 * Après chaque réponse à un membre : ce qui est sorti se compte, et beaucoup s’annonce. Bien au-delà, plus rien ne sort avant une heure.
 * Une assistance a déjà sa trace, page par page.
 */
export const surveillerLesSorties = ({
  db,
  keys,
  log,
}: Pick<Services, 'db' | 'keys' | 'log'>): MiddlewareHandler<Env> => {
  const limites = createLimits(db, keys)
  return async (c, next) => {
    const demande = c.get('visiteur')
    const fichier = demande?.organisme !== undefined && sortUnFichier(c.req.path, c.req.query('format'))
    const qui = demande?.personneId ?? ''
    if (
      fichier &&
      !(await limites.allow('organisme.sorties', qui, { max: SORTIES_AU_PLUS, fenetre: UNE_HEURE }))
    )
      return tooMany(c, UNE_HEURE, {
        title: 'Beaucoup de fichiers en une heure',
        phrase: `Vous avez pris plus de ${SORTIES_AU_PLUS} fichiers en une heure : les suivants attendent la fin de cette heure. Les pages restent ouvertes.`,
      })
    await next()
    // Compté d’avance, pour que mille demandes d’un même instant n’en passent pas plus ; rendu si rien n’est sorti.
    if (fichier && !c.res.ok) await limites.giveBack('organisme.sorties', qui)
    const visiteur = c.get('visiteur')
    if (!visiteur?.organisme || visiteur.assistance || visiteur.acces.genre !== 'session') return undefined
    const genre = genreDeSortie({
      status: c.res.status,
      type: c.res.headers.get('content-type') ?? '',
      disposition: c.res.headers.get('content-disposition') ?? '',
    })
    if (!genre) return undefined
    try {
      await compterUneSortie(db, tokenDigest(visiteur.acces.jeton), genre)
    } catch (erreur) {
      // Le fichier est déjà prêt : qui l’a demandé le reçoit, et l’exploitation lit que le compte manque.
      log.error('organisme.sortie-non-comptee', erreur, { genre })
    }
    return undefined
  }
}

/** Avant toute page qui cherche : autant de mots en cinq minutes est un programme qui moissonne, avec ou sans compte. */
export const bornerLesRecherches = ({ db, keys }: Pick<Services, 'db' | 'keys'>): MiddlewareHandler<Env> => {
  const limites = createLimits(db, keys)
  return async (c, next) => {
    if (!cherche(c.req.method, c.req.query('q'))) return next()
    const qui = c.get('visiteur')?.personneId ?? clientIp(c)
    if (await limites.allow('recherches', qui, { max: RECHERCHES_AU_PLUS, fenetre: CINQ_MINUTES }))
      return next()
    return tooMany(c, CINQ_MINUTES, {
      title: 'Beaucoup de recherches en cinq minutes',
      phrase: `Vous avez cherché plus de ${RECHERCHES_AU_PLUS} fois en cinq minutes : recommencez dans cinq minutes. Les pages restent ouvertes.`,
    })
  }
}
