import { sql } from 'kysely'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Conseil } from '../domain/conseil.ts'

/** La demande d’avis dont parle un lien. */
export type AvisARendre = {
  readonly cooperative: string
  readonly objet: string
  readonly acheteur: string
  readonly limite: Date
  readonly zone: Zone
  readonly contenu: Conseil
}
export const avisARendre = async (tx: TenantTx): Promise<AvisARendre | undefined> =>
  (
    await sql<AvisARendre>`select cooperative, objet, acheteur, limite, zone, contenu from porte.avis_a_rendre()`.execute(
      tx,
    )
  ).rows[0]
