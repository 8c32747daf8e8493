import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export const insererInscription = async (
  tx: TenantTx,
  i: { id: InscriptionId; activite: ActiviteId; session: SessionId; personne: TiersId },
  le: Date,
): Promise<void> => {
  await sql`insert into inscriptions.inscription (id, activite_id, session_id, personne_id, etat, inscrite_le)
    values (${i.id}, ${i.activite}, ${i.session}, ${i.personne}, 'inscrit', ${le})`.execute(tx)
}

export const clore = async (
  tx: TenantTx,
  id: InscriptionId,
  etat: 'annule' | 'abandon',
  motif: string,
  le: Date,
): Promise<void> => {
  await sql`update inscriptions.inscription set etat = ${etat}, motif = ${motif}, close_le = ${le}
    where id = ${id} and etat = 'inscrit'`.execute(tx)
}
