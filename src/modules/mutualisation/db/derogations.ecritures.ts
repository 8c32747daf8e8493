import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Faux : cette dérogation est déjà donnée. */
export const ajouterDerogation = async (
  tx: TenantTx,
  d: {
    readonly activite: ActiviteId
    readonly session: string
    readonly personne: TiersId
    readonly motif: string
  },
): Promise<boolean> =>
  (
    await sql`insert into mutualisation.derogation (activite_id, session_id, personne_id, motif)
      values (${d.activite}::uuid, ${d.session}::uuid, ${d.personne}::uuid, ${d.motif}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n
