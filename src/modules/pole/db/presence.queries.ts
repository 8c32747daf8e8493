import { sql } from 'kysely'
import type { MaintenanceTx } from '#platform/db/index.ts'

/** Cette rencontre existe déjà : pour la démonstration, qui se rejoue. */
export const aRencontre = async (tx: MaintenanceTx, id: string): Promise<boolean> =>
  (await sql`select from pole.reunion where id = ${id}`.execute(tx)).rows.length > 0
