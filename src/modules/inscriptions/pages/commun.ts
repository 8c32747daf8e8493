import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { droits, type Geste, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'

/** La session de l'adresse, et le droit sur elle ; d'ailleurs, absente ou murée : la même page 404. */
export const pourSession = (
  c: Context<Env>,
  db: Database,
  geste: Geste,
  work: (tx: TenantTx, visiteur: Visiteur, session: SessionLue) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) => {
    const id = asId<'Session'>(c.req.param('session') ?? '')
    const session = id && (await lireSession(tx, id))
    if (!session) return notFound(c)
    const estSien = estSienne(session, visiteur.personneId)
    if (!peutVisiteur(visiteur, geste, { estSien })) return forbidden(c, droits[geste].phrase)
    return work(tx, visiteur, session)
  })

export const pourDossier = (
  c: Context<Env>,
  db: Database,
  geste: Geste,
  work: (tx: TenantTx, session: SessionLue, dossier: DossierLu, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourSession(c, db, geste, async (tx, visiteur, session) => {
    const id = asId<'Dossier'>(c.req.param('dossier') ?? '')
    const dossier = id && (await lireDossier(tx, session.id, id))
    return dossier ? work(tx, session, dossier, visiteur) : notFound(c)
  })

export const cheminDe = (session: SessionLue) => [
  { libelle: 'Sessions', href: sessionsUrl() },
  { libelle: session.numero, href: sessionUrl({ session: session.id }) },
]
