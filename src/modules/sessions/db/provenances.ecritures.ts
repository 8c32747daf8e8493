import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

export const poserProvenance = async (
  tx: TenantTx,
  {
    activite,
    cle,
    session,
  }: { readonly activite: ActiviteId; readonly cle: string; readonly session: SessionId },
  le: Date,
): Promise<void> => {
  await sql`insert into sessions.provenance (activite_id, cle, session_id, importee_le)
    values (${activite}, decode(${cle}, 'hex'), ${session}, ${le}) on conflict (organisme_id, activite_id, cle) do nothing`.execute(
    tx,
  )
}
