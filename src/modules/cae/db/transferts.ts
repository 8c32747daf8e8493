import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Transfert, TransfertId } from '../domain/transferts.ts'

/** Les transferts où l’on est partie, du plus récent au plus ancien ; ou l’un d’eux, avec ce qui est remis. */
export const listerTransferts = async (tx: TenantTx, id: TransfertId | null = null): Promise<Transfert[]> =>
  (
    await sql<Transfert>`select t.id, t.sens, t.enseigne, t.nom, t.de, t.vers, t.jour::text as jour, t.etat, t.propose_le as "proposeLe", t.remis_le as "remisLe",
        t.fini_le as "finiLe", t.motif, t.gens, t.contenu, t.nee, t.a_moi as "aMoi"
      from porte.transferts(${id}::uuid) t`.execute(tx)
  ).rows
