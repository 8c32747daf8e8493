/** Chaque porte répond d’un mot (`direRefusDeManque`). */
import { sql } from 'kysely'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ManqueId } from '../domain/tensions.ts'

export const direManque = async (
  tx: TenantTx,
  id: ManqueId,
  pole: PoleId,
  nsf: string,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.manque_dire(${id}::uuid, ${pole}::uuid, ${nsf}, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'refuse'
export const retirerManque = async (tx: TenantTx, id: ManqueId): Promise<string> =>
  (await sql<{ r: string }>`select porte.manque_retirer(${id}::uuid) as r`.execute(tx)).rows[0]?.r ?? 'refuse'
