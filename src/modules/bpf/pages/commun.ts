import type { Context } from 'hono'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import type { Exercice } from '../domain/dossier.ts'
import { lireExercice } from '../domain/exercices.ts'

type Travail = (tx: TenantTx, visiteur: Visiteur, exercice: Exercice) => Response | Promise<Response>

/** Le jour de Paris : l'échéance est une date de l'administration. */
export const aujourdhui = (c: Context<Env>) => jourLocal(c.get('services').clock.now(), ZONE_PAR_DEFAUT)

/**
 * Le bilan est celui de toute la coopérative : l'exercice de l'adresse, lu ; un accès limité à une enseigne n'en voit pas
 * de morceau, qui passerait pour l'ensemble.
 */
export const surLExercice = async (c: Context<Env>, work: Travail): Promise<Response> => {
  const visiteur = c.get('visiteur')
  const exercice = lireExercice(c.req.param('exercice'))
  if (!visiteur?.organisme || !exercice) return notFound(c)
  const rendu = await c
    .get('services')
    .db.withTenant(visiteur.acces, (tx, tenant) =>
      tenant.portee === '*'
        ? Promise.resolve(work(tx, visiteur, exercice))
        : Promise.resolve(refuserMorceau(c)),
    )
  return rendu ?? notFound(c)
}

const refuserMorceau = (c: Context<Env>) =>
  forbidden(c, 'Le bilan est celui de toute la coopérative : il ne se lit pas depuis une enseigne.')

export const surLaCooperative = async (
  c: Context<Env>,
  work: (tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> => {
  const visiteur = c.get('visiteur')
  if (!visiteur?.organisme) return notFound(c)
  const rendu = await c
    .get('services')
    .db.withTenant(visiteur.acces, (tx, tenant) =>
      tenant.portee === '*' ? work(tx, visiteur) : Promise.resolve(refuserMorceau(c)),
    )
  return rendu ?? notFound(c)
}
