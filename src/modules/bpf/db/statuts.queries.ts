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

/** Tous les statuts de l’organisme, chacun sous la fiche qui le porte. */
export const tousLesStatuts = async (tx: TenantTx): Promise<StatutDate[]> =>
  (
    await sql<StatutDate>`select personne_id as personne, statut, du::text as du, au::text as au from tiers.statut
      order by du, id`.execute(tx)
  ).rows

/** L’enseigne de chaque fiche que l’on peut lire. */
export const enseignesDesFiches = async (
  tx: TenantTx,
  fiches: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (fiches.length === 0) return new Map()
  const { rows } = await sql<{ id: string; activite: string }>`select id, activite_id as activite
    from tiers.personne where id = any (${`{${fiches.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.activite]))
}

/** Les fiches réunies à une autre. */
export const fichesAbsorbees = async (tx: TenantTx): Promise<Id<'Tiers'>[]> =>
  (
    await sql<{
      id: Id<'Tiers'>
    }>`select absorbe_id as id from tiers.fusion where defaite_le is null`.execute(tx)
  ).rows.map((l) => l.id)
