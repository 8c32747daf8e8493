/** Le client renonce à son contrat par le lien qui l’a fait signer : ce qu’il peut, et ce qui suit sa déclaration. */
import { asId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import { lireSession, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type DossierLu, lireDossier } from './db/dossiers.queries.ts'
import { pieceSignee, sessionDuDossier } from './db/pieces.queries.ts'
import { type DroitDeRenoncer, droitDeRenoncer } from './domain/renoncer-en-ligne.ts'
import { delaiDe, retractationDe, retracter } from './suivre-dossier.ts'

type PieceDeContrat = {
  readonly id: string
  readonly genre: string
  readonly objet: { readonly genre: string; readonly id: string }
}

const droitDuDossier = (d: DossierLu, session: SessionLue, maintenant: Date): DroitDeRenoncer | undefined => {
  const derniere = partTenue(session).seances.at(-1)
  return droitDeRenoncer(
    {
      ...d,
      delaiJours: delaiDe(d).jours,
      delai: retractationDe(d, session),
      zone: session.zone,
      derniereFin:
        derniere &&
        new Date(derniere.debut.getTime() + (derniere.finMinutes - derniere.debutMinutes) * 60_000),
    },
    maintenant,
  )
}

const lireContrat = async (tx: TenantTx, piece: PieceDeContrat) => {
  if (piece.genre !== 'contrat' || piece.objet.genre !== 'dossier') return undefined
  const dossier = asId<'Dossier'>(piece.objet.id)
  const id = dossier && (await sessionDuDossier(tx, dossier))
  const session = id && (await lireSession(tx, id))
  const d = session && (await lireDossier(tx, session.id, dossier))
  // Signé autrement (un papier, une autre pièce) : cette pièce-ci n’est pas le contrat conclu.
  return session && d && (!d.signeLe || (await pieceSignee(tx, d.id)) === piece.id)
    ? { session, d }
    : undefined
}

/** Rien si cette pièce n’est pas un contrat qui se rétracte en ligne. */
export const offrirDeRenoncer = async (
  tx: TenantTx,
  piece: PieceDeContrat,
  maintenant: Date,
): Promise<DroitDeRenoncer | undefined> => {
  const lu = await lireContrat(tx, piece)
  return lu && droitDuDossier(lu.d, lu.session, maintenant)
}

/** La déclaration confirmée : le dossier et ses inscriptions l’apprennent. Hors du droit ouvert, un refus, et rien ne s’écrit. */
export const renoncerParLien = async (
  tx: TenantTx,
  piece: PieceDeContrat,
  maintenant: Date,
): Promise<Result<unknown, Refus>> => {
  const lu = await lireContrat(tx, piece)
  const droit = lu && droitDuDossier(lu.d, lu.session, maintenant)
  if (!lu || droit?.etat !== 'ouvert')
    return refuser('sans-droit', 'Ce contrat ne se rétracte pas en ligne, ou ne se rétracte plus.')
  return retracter(
    tx,
    { session: lu.session.id, dossier: lu.d.id, motif: 'Rétractation déclarée en ligne' },
    maintenant,
  )
}
