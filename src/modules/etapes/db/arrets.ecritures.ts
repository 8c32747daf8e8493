import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Arret } from '../domain/plan.ts'

/** Faux : il l’était déjà. */
export const poserArret = async (
  tx: TenantTx,
  a: Arret & { readonly motif: string; readonly le: Date },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.arret (id, session_id, code, personne_id, motif, pose_le)
    values (${newId(a.le)}::uuid, ${a.session}::uuid, ${a.code}, ${a.personne}::uuid, ${a.motif}, ${a.le}) on conflict do nothing`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const leverArret = async (tx: TenantTx, a: Arret, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.arret set leve_le = ${le}, leve_par = (select app.personne())
    where organisme_id = (select app.organisme()) and leve_le is null and session_id is not distinct from ${a.session}::uuid
      and code is not distinct from ${a.code} and personne_id is not distinct from ${a.personne}::uuid`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}
