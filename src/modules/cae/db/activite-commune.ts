import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Les enseignes de qui lit (celle pour laquelle il agit, s’il tient toutes), et les marques communes dont elles ont une part : ce dont parlent ses conventions. */
export const activitesCommunes = async (
  tx: TenantTx,
  enseigne: ActiviteId | null,
): Promise<readonly string[]> =>
  (
    await sql<{ id: string }>`with miennes as (
      select a.id from organisme.activite a where a.organisme_id = (select app.organisme())
        and case when (select app.toutes_activites()) then a.id = ${enseigne}::uuid else a.id = any ((select app.activites())::uuid[]) end)
      select m.acheteuse_id as id from cae.mission m
      where m.organisme_id = (select app.organisme()) and m.genre = 'cadre' and m.cle = 'pourcent' and m.vendeuse_id in (select id from miennes)
      union select id from miennes`.execute(tx)
  ).rows.map((r) => r.id)
