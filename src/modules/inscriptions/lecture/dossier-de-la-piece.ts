import { asId } from '#kernel/id.ts'
import type { PieceDeSonObjet } from '#modules/documents/index.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { sessionDuDossier } from '../db/pieces.queries.ts'

/** Le dossier dont parle ce contrat, et sa session ; rien d’une autre pièce. */
export const dossierDuContrat = async (
  tx: TenantTx,
  piece: PieceDeSonObjet,
): Promise<{ readonly session: SessionLue; readonly d: DossierLu } | undefined> => {
  if (piece.genre !== 'contrat' || piece.objet.genre !== 'dossier') return undefined
  const dossier = asId<'Dossier'>(piece.objet.id)
  const id = dossier && (await sessionDuDossier(tx, dossier))
  const session = id && (await lireSession(tx, id))
  const d = session && (await lireDossier(tx, session.id, dossier))
  return session && d ? { session, d } : undefined
}
