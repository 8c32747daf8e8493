import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type EnseigneLue, listerEnseignes, peutVisiteur } from '#modules/organisme/index.ts'
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

/**
 * Ce qu’une enseigne a à compléter, pour qui la tient ou pour qui tient la coopérative. Les lignes lues sont les siennes : la base ne
 * montre pas celles d’une autre.
 */
export const surLEnseigne = async (
  c: Context<Env>,
  work: (tx: TenantTx, visiteur: Visiteur, exercice: Exercice, enseigne: EnseigneLue) => Promise<Response>,
): Promise<Response> => {
  const visiteur = c.get('visiteur')
  const exercice = lireExercice(c.req.param('exercice'))
  const id = asId<'Activite'>(c.req.param('activite') ?? '')
  if (!visiteur?.organisme || !exercice || !id) return notFound(c)
  const rendu = await c.get('services').db.withTenant(visiteur.acces, async (tx, { portee }) => {
    // Qui n’a ce droit que sur les siennes les a par sa portée, dans une CAE : un accès entier ne rend pas sienne l’enseigne d’une autre.
    const estSien = visiteur.cae === true && portee !== '*'
    const enseigne =
      peutVisiteur(visiteur, 'activites.lire', { estSien }) && (portee === '*' || portee.includes(id))
        ? (await listerEnseignes(tx)).find((e) => e.id === id)
        : undefined
    return enseigne ? work(tx, visiteur, exercice, enseigne) : notFound(c)
  })
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
