import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import type { PieceId } from './certificats.ts'

export const garderCertificat = async (
  tx: TenantTx,
  c: {
    readonly activite: ActiviteId
    readonly inscription: InscriptionId
    readonly piece: PieceId
    readonly minutes: number
    readonly faits: string
  },
): Promise<void> => {
  await sql`insert into emargement.certificat (activite_id, inscription_id, piece_id, minutes, faits)
    values (${c.activite}::uuid, ${c.inscription}::uuid, ${c.piece}::uuid, ${c.minutes}::int4, ${Buffer.from(c.faits, 'hex')}::bytea)`.execute(
    tx,
  )
}
