import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'

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

/** Les fiches réunies à une autre. */
export const fichesAbsorbees = async (tx: TenantTx): Promise<Id<'Tiers'>[]> =>
  (
    await sql<{
      id: Id<'Tiers'>
    }>`select absorbe_id as id from tiers.fusion where defaite_le is null`.execute(tx)
  ).rows.map((l) => l.id)

/** L’organisme de ce nom court, pour la ligne de commande : la porte refuse le rôle web. */
export const organismeDeCode = async (tx: PublicTx, code: string): Promise<OrganismeId | undefined> =>
  (await sql<{ o: OrganismeId | null }>`select porte.organisme_de_code(${code}) as o`.execute(tx)).rows[0]
    ?.o ?? undefined
