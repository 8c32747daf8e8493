import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { type Droit, droits, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'

/** La session que nomme une adresse. */
export const sessionDeLAdresse = async (tx: TenantTx, brut: string): Promise<SessionLue | undefined> => {
  const id = asId<'Session'>(brut)
  return id && (await lireSession(tx, id))
}
/** Si cette personne peut ce geste sur cette session, ou la phrase du droit. */
export const peutSurSession = (visiteur: Visiteur, geste: Droit, session: SessionLue): true | string =>
  peutVisiteur(visiteur, geste, { estSien: estSienne(session, visiteur.personneId) }) || droits[geste].phrase

/** La session de l’adresse, si la personne peut y faire ce geste. Absente ou d’ailleurs : la même page 404. */
export const pourSession = (
  c: Context<Env>,
  geste: Droit,
  work: (tx: TenantTx, visiteur: Visiteur, session: SessionLue) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    const session = await sessionDeLAdresse(tx, c.req.param('session') ?? '')
    if (!session) return notFound(c)
    const permis = peutSurSession(visiteur, geste, session)
    return permis === true ? work(tx, visiteur, session) : forbidden(c, permis)
  })

/** Qui prépare les sessions ; ni un auditeur, ni une assistance, qui n’écrivent rien. */
export const peutRepasser = (v: Visiteur): boolean =>
  !v.assistance && v.lectureSeule !== true && peutVisiteur(v, 'documents.emettre')
