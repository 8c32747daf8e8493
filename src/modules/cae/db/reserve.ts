import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { LigneDeReserve } from '../domain/reserve.ts'

/** La réserve d’une enseigne, de la plus récente à la plus ancienne ; ce qui en fut retiré ne s’y lit plus. */
export const listerReserve = async (tx: TenantTx, activite: ActiviteId): Promise<LigneDeReserve[]> =>
  (
    await sql<LigneDeReserve>`select id, le::text as le, montant_centimes::float8 as montant, objet, propose_le as "proposeLe",
        accorde_le as "accordeLe", retire_le as "retireLe"
      from cae.reserve where activite_id = ${activite}::uuid and retire_le is null order by le desc, propose_le desc, id limit 400`.execute(
      tx,
    )
  ).rows
