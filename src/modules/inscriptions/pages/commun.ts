import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { type Droit, droits, estCae, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession, type SessionLue, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { enEst, type Portee, porteeDe, voitQuelqueChose } from '../lecture/portee.ts'

type GesteDInscription = Extract<Droit, `inscriptions.${string}`>

/** La session de l'adresse, et le droit sur elle ; d'ailleurs, absente ou murée : la même page 404. */
export const pourSession = (
  c: Context<Env>,
  db: Database,
  geste: GesteDInscription | 'dossiers.ouvrir',
  work: (tx: TenantTx, visiteur: Visiteur, session: SessionLue, portee: Portee) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) => {
    const id = asId<'Session'>(c.req.param('session') ?? '')
    const session = id && (await lireSession(tx, id))
    if (!session) return notFound(c)
    if (geste === 'dossiers.ouvrir')
      return peutVisiteur(visiteur, geste, { estSien: estSienne(session, visiteur.personneId) })
        ? work(tx, visiteur, session, 'tout')
        : forbidden(c, droits[geste].phrase)
    const portee = await porteeDe(tx, visiteur, geste, session)
    if (!voitQuelqueChose(portee)) return forbidden(c, droits[geste].phrase)
    return work(tx, visiteur, session, portee)
  })

/** Le dossier d'un client que l'on ne suit pas est la même 404 que celui qui n'existe pas. */
export const pourDossier = (
  c: Context<Env>,
  db: Database,
  geste: GesteDInscription,
  work: (tx: TenantTx, session: SessionLue, dossier: DossierLu, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourSession(c, db, geste, async (tx, visiteur, session, portee) => {
    const id = asId<'Dossier'>(c.req.param('dossier') ?? '')
    const dossier = id && (await lireDossier(tx, session.id, id))
    return dossier && enEst(portee, dossier.id) ? work(tx, session, dossier, visiteur) : notFound(c)
  })

/** Le dossier est « sien » : on anime la session, ou l'on suit ce client. */
export const sien = (session: SessionLue, d: DossierLu, visiteur: Visiteur): boolean =>
  estSienne(session, visiteur.personneId) || d.suiviPar === visiteur.personneId

/**
 * Qui établit ce qui engage ce client : qui émet pour la coopérative ; dans une CAE, aussi qui anime, puisque rien n’y part ni ne se
 * signe sans le visa de l’équipe d’appui, que la base exige.
 */
export const etablitPour = async (
  tx: TenantTx,
  visiteur: Visiteur,
  session: SessionLue,
  d: DossierLu,
): Promise<boolean> =>
  peutVisiteur(visiteur, 'documents.emettre') ||
  (peutVisiteur(visiteur, 'engagements.preparer', { estSien: sien(session, d, visiteur) }) &&
    estCae((await lireOrganisme(tx)).forme))

export const cheminDe = (session: SessionLue) => [
  { libelle: 'Sessions', href: sessionsUrl() },
  { libelle: session.numero, href: sessionUrl({ session: session.id }) },
]
