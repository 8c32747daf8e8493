import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { etatsFermes } from '../domain/etats.ts'

/** Sessions d'une enseigne qui ne sont ni clôturées ni annulées : elle ne se ferme pas avant. */
export const sessionsEnCours = async (tx: TenantTx, enseigne: ActiviteId): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sessions.session
    where activite_id = ${enseigne} and etat not in ${cesMots(etatsFermes)}`.execute(tx)
  return rows[0]?.n ?? 0
}

export const compterSessions = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sessions.session`.execute(tx)
  return rows[0]?.n ?? 0
}
