import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { PieceId } from '../domain/piece.ts'

export type EtatDePreuve = {
  readonly genre: string
  readonly signee: boolean
  /** Partie par courriel à la personne. */
  readonly remise: boolean
  readonly recue: boolean
}

/** Où en sont ces pièces ; une pièce que l’on ne voit pas d’ici n’y figure pas. */
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
