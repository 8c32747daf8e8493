import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Vrai si la décision est neuve : deux personnes qui visent ensemble n’en gardent qu’une. */
export const garderVisa = async (
  tx: TenantTx,
  v: {
    readonly piece: PieceId
    readonly activite: ActiviteId
    readonly decision: 'accorde' | 'refuse'
    readonly motif: string
    readonly le: Date
    /** Les visas d’un même geste. */
    readonly lot: string | null
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into cae.visa (activite_id, piece_id, decision, motif, decide_le, lot_id)
    values (${v.activite}::uuid, ${v.piece}::uuid, ${v.decision}, ${v.motif}, ${v.le}::timestamptz, ${v.lot}::uuid)
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** La personne a ouvert cette pièce : la première fois compte. */
export const noterOuverture = async (
  tx: TenantTx,
  p: { readonly id: PieceId; readonly activite: ActiviteId },
): Promise<void> => {
  await sql`insert into cae.ouverture (activite_id, piece_id) values (${p.activite}::uuid, ${p.id}::uuid)
    on conflict do nothing`.execute(tx)
}
