import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * Pose une question sans boucle imbriquée. Derrière le mur, le planificateur croit qu'une lecture commune rend une ligne, et croise
 * alors vingt mille dossiers un à un ; ainsi il hache, et les recherches par index restent permises. Les réglages valent pour cette
 * transaction ; celui des boucles est rendu aussitôt.
 */
export const parHachage = async <T>(tx: TenantTx, question: RawBuilder<T>): Promise<T[]> => {
  await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`.execute(tx)
  const { rows } = await question.execute(tx)
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx)
  return rows
}
