import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Les marques communes dont cette enseigne a une part accordée, et elle-même : ce dont ses conventions parlent. */
export const activitesCommunesDe = async (tx: TenantTx, enseigne: ActiviteId): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`select distinct m.acheteuse_id as id from cae.mission m
      where m.organisme_id = (select app.organisme()) and m.genre = 'cadre' and m.cle = 'pourcent' and m.vendeuse_id = ${enseigne}::uuid
      union select ${enseigne}::uuid`.execute(tx)
  ).rows.map((r) => r.id)
