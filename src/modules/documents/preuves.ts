/**
 * Les preuves de l’organisme (certificat, attestation, extrait) signées d’un geste. Aucune n’engage envers un client,
 * aucune n’attend de visa : `engage` le dit, et la pièce qui engage est refusée ici.
 */
import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { PieceId } from './domain/piece.ts'
import { engage } from './domain/signer-piece.ts'
import { sansPrises } from './prises.ts'
import { signerPourLOrganisme } from './signer-piece.ts'

export type EtatDePreuve = {
  readonly genre: string
  readonly signee: boolean
  /** Partie par courriel à la personne. */
  readonly remise: boolean
  readonly recue: boolean
}

export const etatsDesPreuves = async (
  tx: TenantTx,
  pieces: readonly PieceId[],
): Promise<ReadonlyMap<PieceId, EtatDePreuve>> => {
  const { rows } = await sql<EtatDePreuve & { id: PieceId }>`select p.id, p.genre,
      exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id
        and s.acte = 'signature' and s.role = 'organisme') as signee,
      exists (select from documents.demande d where d.organisme_id = p.organisme_id and d.piece_id = p.id
        and d.acte = 'accuse') as remise,
      exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id
        and s.acte = 'accuse') as recue
    from documents.piece p
    where p.organisme_id = (select app.organisme()) and p.id = any (${`{${pieces.join(',')}}`}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map(({ id, ...etat }) => [id, etat]))
}

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
