import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import type { PieceId } from './certificats.ts'

export type CertificatGarde = {
  readonly activite: ActiviteId
  readonly inscription: InscriptionId
  readonly piece: PieceId
  readonly minutes: number
  /** L’empreinte hexadécimale des faits qu’il dit. */
  readonly faits: string
}

export const garderCertificats = async (
  tx: TenantTx,
  certificats: readonly CertificatGarde[],
): Promise<void> => {
  await sql`insert into emargement.certificat (activite_id, inscription_id, piece_id, minutes, faits)
    select activite, inscription, piece, minutes, decode(faits, 'hex')
    from jsonb_to_recordset(${JSON.stringify(certificats)}::jsonb)
      as x (activite uuid, inscription uuid, piece uuid, minutes int4, faits text)`.execute(tx)
}
