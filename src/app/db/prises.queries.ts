import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Sessions d'une enseigne qui ne sont ni clôturées ni annulées : elle ne se ferme pas avant. */
export const sessionsEnCours = async (tx: TenantTx, enseigne: ActiviteId): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sessions.session
    where activite_id = ${enseigne} and etat not in ('cloturee', 'archivee', 'annulee')`.execute(tx)
  return rows[0]?.n ?? 0
}

export const compterOffres = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from catalogue.offre`.execute(tx)
  return rows[0]?.n ?? 0
}

export const compterSessions = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sessions.session`.execute(tx)
  return rows[0]?.n ?? 0
}

/** L'intitulé de ces offres, pour une phrase du journal. */
export const nommerOffres = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ id: string; intitule: string }>`select id, intitule from catalogue.offre
    where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.intitule]))
}

/** Quelqu'un a relu les conditions de la coopérative. */
export const conditionsDites = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from documents.conditions limit 1`.execute(tx)).rows.length > 0

/** Ce qu’une première semaine a déjà fait naître. */
// Permis : des premières fois, dont trois portent le nom d’une pièce.
const premiers = {
  personne: sql`tiers.personne`,
  entreprise: sql`tiers.entreprise where est_client`,
  dossier: sql`inscriptions.dossier`,
  convention: sql`documents.piece where genre in ('convention', 'contrat')`,
  feuille: sql`emargement.cloture`,
  certificat: sql`documents.piece where genre = 'certificat-realisation'`,
  facture: sql`facturation.facture`,
  cadre: sql`qualite.cadre`,
} as const

export const existe = async (tx: TenantTx, quoi: keyof typeof premiers): Promise<boolean> =>
  (await sql`select from ${premiers[quoi]} limit 1`.execute(tx)).rows.length > 0
