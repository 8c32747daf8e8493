import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export const insererArchive = async (
  tx: TenantTx,
  a: {
    readonly id: string
    readonly activite: ActiviteId
    readonly personne: PersonneId
    readonly demande: string
    readonly octets: Uint8Array
    readonly composeeLe: Date
    readonly expireLe: Date
  },
): Promise<void> => {
  await sql`insert into donnees.archive (id, activite_id, personne_id, demande_id, octets, composee_le, expire_le)
    values (${a.id}, ${a.activite}, ${a.personne}, ${a.demande}, ${Buffer.from(a.octets)}::bytea, ${a.composeeLe}, ${a.expireLe})`.execute(
    tx,
  )
}

/** Les archives passées ne se gardent pas : elles répéteraient tout. */
export const oterArchivesPassees = async (tx: TenantTx, le: Date): Promise<void> => {
  await sql`delete from donnees.archive where organisme_id = (select app.organisme()) and expire_le < ${le}`.execute(
    tx,
  )
}
