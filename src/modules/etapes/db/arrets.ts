/** Ce qui est arrêté : la coopérative, une session, une étape, une personne, ou leur croisement. */
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Arret } from '../domain/plan.ts'

export type ArretLu = Arret & {
  readonly id: string
  readonly motif: string
  readonly poseLe: Date
  /** Le compte qui l’a posé. */
  readonly par: string | null
}

/** Ceux qui tiennent, le plus large d’abord. `session` : ceux qui peuvent la toucher ; nulle, ceux qui n’en nomment aucune. */
export const listerArrets = async (tx: TenantTx, session?: string | null): Promise<ArretLu[]> =>
  (
    await sql<ArretLu>`select id, session_id as session, code, personne_id as personne, motif, pose_le as "poseLe", pose_par as par
    from etapes.arret where organisme_id = (select app.organisme()) and leve_le is null
      and ${session === undefined ? sql`true` : sql`(session_id is null or session_id = ${session}::uuid)`}
    order by num_nonnulls(session_id, code, personne_id), pose_le desc, id limit 2000`.execute(tx)
  ).rows
