import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { MaintenanceTx } from '#platform/db/index.ts'

/** Ceux de ces comptes qui existent et ont un mot de passe. */
export const comptesPresents = async (
  tx: MaintenanceTx,
  courriels: readonly string[],
): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ courriel: string }>`select courriel from compte.compte
    where derivee is not null and courriel in (${sql.join(courriels)})`.execute(tx)
  return new Set(rows.map((r) => r.courriel))
}

export const organismeDeCode = async (tx: MaintenanceTx, code: string): Promise<OrganismeId | undefined> => {
  const { rows } = await sql<{
    id: OrganismeId
  }>`select organisme_id as id from organisme.organisme where code = ${code}`.execute(tx)
  return rows[0]?.id
}

/** Le temps de la jouer, les portes croient l'heure des récits : ils se déroulent avant aujourd'hui. */
export const libererLHorloge = async (tx: MaintenanceTx): Promise<void> => {
  await sql`insert into plateforme.horloge_libre default values on conflict (seul) do update set depuis = excluded.depuis`.execute(
    tx,
  )
}
export const reprendreLHorloge = async (tx: MaintenanceTx): Promise<void> => {
  await sql`delete from plateforme.horloge_libre`.execute(tx)
}

export const aRencontre = async (tx: MaintenanceTx, id: string): Promise<boolean> =>
  (await tx.selectFrom('pole.reunion').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
