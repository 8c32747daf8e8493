/**
 * Ce qui est « sien » des inscriptions : la session que l'on anime, ou le client que l'on suit (`droits.ts`). Une personne
 * chargée de clientèle ne voit d'une session que les gens de ses dossiers.
 */
import { type Droit, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { dossiersSuivis } from '../db/dossiers.queries.ts'
import type { DossierId } from '../domain/dossier.ts'

/** Tout ce que cette session a d'inscrits, ou les seuls dossiers nommés. */
export type Portee = 'tout' | ReadonlySet<DossierId>

export const porteeDe = async (
  tx: TenantTx,
  visiteur: Visiteur,
  geste: Extract<Droit, `inscriptions.${string}`>,
  session: SessionLue,
): Promise<Portee> => {
  if (peutVisiteur(visiteur, geste)) return 'tout'
  if (!peutVisiteur(visiteur, geste, { estSien: true })) return new Set()
  if (estSienne(session, visiteur.personneId)) return 'tout'
  return new Set(await dossiersSuivis(tx, session.id, visiteur.personneId))
}

/** Une portée vide ne laisse rien voir. */
export const voitQuelqueChose = (p: Portee): boolean => p === 'tout' || p.size > 0

/** Cette inscription, ou ce dossier, en est-il ? Sans dossier : seulement pour qui voit tout. */
export const enEst = (p: Portee, dossier: DossierId | null): boolean =>
  p === 'tout' || (dossier !== null && p.has(dossier))
