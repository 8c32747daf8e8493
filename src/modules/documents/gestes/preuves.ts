/**
 * Les preuves de l’organisme (certificat, attestation, extrait) signées d’un geste. Aucune n’engage envers un client,
 * aucune n’attend de visa : `engage` le dit, et la pièce qui engage est refusée ici.
 */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Services } from '#platform/services.ts'
import { etatsDesPreuves } from '../db/preuves.queries.ts'
import type { PieceId } from '../domain/piece.ts'
import { engage } from '../domain/signer-piece.ts'
import { sansPrises } from '../prises.ts'
import { signerPourLOrganisme } from './signer-piece.ts'

/** Chaque pièce a sa preuve, son journal et son exemplaire ; ce qui était signé ne se signe pas deux fois. */
export const signerPreuves = async (
  services: Services,
  qui: { readonly acces: Acces; readonly id: PersonneId; readonly ip: string; readonly agent: string },
  pieces: readonly PieceId[],
): Promise<Result<{ readonly signees: number }, Refus>> => {
  const etats = await services.db.withTenant(qui.acces, (tx) => etatsDesPreuves(tx, pieces))
  let signees = 0
  for (const piece of pieces) {
    const etat = etats?.get(piece)
    if (!etat || etat.signee) continue
    if (engage(etat.genre))
      return refuser('engage', 'Cette pièce engage la coopérative : elle se signe seule.')
    const r = await signerPourLOrganisme(services, sansPrises, qui, piece)
    if (r.ok) signees += 1
    else if (r.error.code !== 'deja-signee') return r
  }
  return ok({ signees })
}
