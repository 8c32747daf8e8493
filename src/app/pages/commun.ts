import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { compteALEffectif, inscritsUneFois, porteeDe, voitQuelqueChose } from '#modules/inscriptions/index.ts'
import { type Droit, droits, peutVisiteur } from '#modules/organisme/index.ts'
import {
  effectifAtteint,
  estSienne,
  type SessionId,
  type SessionLue,
  sessionUneFois,
  sessionUrl,
} from '#modules/sessions/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import { type FaitsDeSession, reunirFaits, type SessionContribution } from '#web/contributions.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { parIdentifiant } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'

/** Un identifiant dans une adresse : `/sessions/nouvelle` n'est pas une session. */
export const sessionPath = parIdentifiant(sessionUrl)

/**
 * Charge la session de l'adresse et vérifie le droit sur elle : « la sienne » est celle qu'anime le compte, ou
 * celle d'un client qu'il suit.
 * `prelire` : tout ce que la page lira d'ordinaire part avec la session, d'un seul envoi (`Avance.dUnEnvoi`).
 * Absente, ou d'un autre organisme ou d'une autre enseigne : la même page 404.
 */
export const pourSession = (
  c: Context<Env>,
  db: Database,
  geste: Droit,
  work: (tx: TenantTx, visiteur: Visiteur, session: SessionLue) => Promise<Response>,
  prelire?: (tx: TenantTx, id: SessionId, visiteur: Visiteur) => readonly Promise<unknown>[],
): Promise<Response> => {
  const id = asId<'Session'>(c.req.param('session') ?? '')
  return pourVisiteur(
    c,
    db,
    async (tx, visiteur) => {
      const session = id && (await sessionUneFois(tx, id))
      if (!session) return notFound(c)
      const permis =
        geste === 'inscriptions.inscrire'
          ? voitQuelqueChose(await porteeDe(tx, visiteur, geste, session))
          : peutVisiteur(visiteur, geste, { estSien: estSienne(session, visiteur.personneId) })
      if (!permis) return forbidden(c, droits[geste].phrase)
      return work(tx, visiteur, session)
    },
    (tx, visiteur) => (id ? [sessionUneFois(tx, id), ...(prelire?.(tx, id, visiteur) ?? [])] : []),
    prelire !== undefined,
  )
}

/**
 * Ce que les modules de rang supérieur savent de la session, et l'effectif : les inscriptions comptent, la session dit
 * le minimum. Qui ne lit pas les inscriptions passe les mêmes gardes : seul le nombre sert, et il n'est pas montré.
 */
export const faitsDe = async (
  contributions: readonly SessionContribution[],
  tx: TenantTx,
  session: SessionLue,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<Required<FaitsDeSession>> => {
  const faits = await reunirFaits(contributions, tx, session.id, visiteur, maintenant)
  const debut = session.seances.find((s) => s.tenue)?.debut ?? null
  const inscrits = (await inscritsUneFois(tx, session.id)).filter((i) => compteALEffectif(i, debut)).length
  return { ...faits, gardes: { 'effectif-atteint': effectifAtteint(session, inscrits), ...faits.gardes } }
}
