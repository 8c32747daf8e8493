import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Conge, CongeId } from './conges.ts'

/** Faux : ce formulaire est déjà passé. */
export const ajouterConge = async (
  tx: TenantTx,
  c: Conge & { readonly activite: ActiviteId; readonly le: Date },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into sessions.conge (id, activite_id, personne_id, du, au, declare_le)
    values (${c.id}::uuid, ${c.activite}::uuid, ${c.personne}::uuid, ${c.du}::date, ${c.au}::date, ${c.le}) on conflict do nothing`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const retirerConge = async (
  tx: TenantTx,
  id: CongeId,
  personnes: readonly string[],
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update sessions.conge set retire_le = ${le}
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and personne_id = any (${`{${personnes.join(',')}}`}::uuid[]) and retire_le is null`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}
