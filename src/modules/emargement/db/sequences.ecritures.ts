import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Demi } from '../domain/ports.ts'

export const direSequence = async (tx: TenantTx, demi: Demi, texte: string, le: Date): Promise<void> => {
  await sql`insert into emargement.sequence_suivie (activite_id, seance_id, texte, dite_le)
    values (${demi.activite}::uuid, ${demi.seance.id}::uuid, ${texte}, ${le})
    on conflict (organisme_id, seance_id) do update set texte = excluded.texte, dite_le = excluded.dite_le,
      dite_par = (select app.personne())`.execute(tx)
}
