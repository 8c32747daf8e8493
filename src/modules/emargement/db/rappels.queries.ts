import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Quand on a rappelé sa feuille, pour la dernière fois, à qui anime cette demi-journée. */
export const dernierRappel = async (tx: TenantTx, seance: string): Promise<Date | undefined> =>
  (
    await sql<{ le: Date }>`select fait_le as le from journal.geste
      where objet_genre = 'seance' and objet_id = ${seance}::uuid and geste = 'rappeler-feuille'
      order by fait_le desc limit 1`.execute(tx)
  ).rows[0]?.le

/** Les fiches de qui anime cette demi-journée : celles qui y sont affectées, et celles des comptes qui en tiennent la feuille. */
export const fichesDeQuiAnime = async (
  tx: TenantTx,
  seance: string,
  comptes: readonly string[],
): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select personne_id as id from sessions.affectation where seance_id = ${seance}::uuid
      union select personne_id from tiers.intervenant where compte_id = any (${comptes}::uuid[])`.execute(tx)
  ).rows.map((r) => r.id)
