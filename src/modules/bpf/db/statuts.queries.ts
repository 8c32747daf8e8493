import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type StatutDate = {
  readonly personne: Id<'Tiers'>
  readonly statut: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Les statuts de ces fiches, chacun sous la fiche qui le porte. */
export const statutsDesFiches = async (
  tx: TenantTx,
  personnes: readonly Id<'Tiers'>[],
): Promise<StatutDate[]> =>
  personnes.length === 0
    ? []
    : (
        await sql<StatutDate>`select personne_id as personne, statut, du::text as du, au::text as au from tiers.statut
          where personne_id = any (${`{${personnes.join(',')}}`}::uuid[]) order by du`.execute(tx)
      ).rows

/** Les fiches réunies à une autre. */
export const fichesAbsorbees = async (tx: TenantTx): Promise<Id<'Tiers'>[]> =>
  (
    await sql<{
      id: Id<'Tiers'>
    }>`select absorbe_id as id from tiers.fusion where defaite_le is null`.execute(tx)
  ).rows.map((l) => l.id)
