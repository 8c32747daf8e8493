import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Les valeurs d'un formulaire, telles que le navigateur les nomme ; au plus 200 Ko. */
export type DraftValues = Readonly<Record<string, readonly string[]>>

/**
 * Le rangement des brouillons, derrière le port `Drafts` de `web`. La base dit qui écrit : sans personne établie
 * (une tâche), garder est refusé et lire ne rend rien.
 */
export const postgresDrafts = {
  async save(tx: TenantTx, cle: string, valeurs: DraftValues): Promise<void> {
    await sql`select porte.garder_brouillon(${cle}, ${JSON.stringify(valeurs)}::jsonb)`.execute(tx)
  },
  async load(
    tx: TenantTx,
    cle: string,
  ): Promise<{ readonly valeurs: Record<string, string[]>; readonly gardeLe: Date } | undefined> {
    const { rows } = await sql<{ valeurs: Record<string, string[]> | null; garde_le: Date | null }>`
      select valeurs, garde_le from porte.lire_brouillon(${cle})`.execute(tx)
    const ligne = rows[0]
    return ligne?.valeurs && ligne.garde_le ? { valeurs: ligne.valeurs, gardeLe: ligne.garde_le } : undefined
  },
  async remove(tx: TenantTx, cle: string): Promise<void> {
    await sql`select porte.retirer_brouillon(${cle})`.execute(tx)
  },
}
