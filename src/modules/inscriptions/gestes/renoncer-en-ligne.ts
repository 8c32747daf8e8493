/** Le client renonce à son contrat par le lien qui l’a fait signer : ce qu’il peut, et ce qui suit sa déclaration. */
import { type Refus, refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { RetractationEnLigne } from '#kernel/retractation-en-ligne.ts'
import type { PieceDeSonObjet } from '#modules/documents/index.ts'
import { partTenue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { droitDeRenoncer } from '../domain/renoncer-en-ligne.ts'
import { dossierDuContrat } from '../lecture/dossier-de-la-piece.ts'
import { delaiDe, retractationDe } from '../lecture/retractation-de.ts'
import { retracter } from './suivre-dossier.ts'

const lire = async (tx: TenantTx, piece: PieceDeSonObjet, maintenant: Date) => {
  const lu = await dossierDuContrat(tx, piece)
  // Signé autrement (un papier, une autre pièce) : cette pièce-ci n’est pas le contrat conclu.
  if (!lu || (lu.d.signeLe && lu.d.signaturePiece !== piece.id)) return undefined
  const { session, d } = lu
  const derniere = partTenue(session).seances.at(-1)
  const droit = droitDeRenoncer(
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
  return { session: session.id, dossier: d.id, droit }
}

/** Rien si cette pièce n’est pas un contrat qui se rétracte en ligne. */
export const offrirDeRenoncer = async (
  tx: TenantTx,
  piece: PieceDeSonObjet,
  maintenant: Date,
): Promise<RetractationEnLigne | undefined> => (await lire(tx, piece, maintenant))?.droit

/** La déclaration confirmée : le dossier et ses inscriptions l’apprennent. Hors du droit ouvert, un refus, et rien ne s’écrit. */
export const renoncerParLien = async (
  tx: TenantTx,
  piece: PieceDeSonObjet,
  maintenant: Date,
): Promise<Result<unknown, Refus>> => {
  const lu = await lire(tx, piece, maintenant)
  if (lu?.droit?.etat !== 'ouvert')
    return refuser('sans-droit', 'Ce contrat ne se rétracte pas en ligne, ou ne se rétracte plus.')
  const { session, dossier } = lu
  return retracter(tx, { session, dossier, motif: 'Rétractation déclarée en ligne' }, maintenant)
}
