import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * Pose une question sans boucle imbriquée. Derrière le mur, le planificateur croit qu'une lecture commune rend une ligne, et croise
 * alors vingt mille dossiers un à un ; ainsi il hache, et les recherches par index restent permises. Pour la même raison il trierait
 * cent mille lignes avant de les ranger par clé : `sansTri` le fait hacher là aussi (un `order by` trie toujours). Les réglages
 * partent avec la question et sont rendus aussitôt ; `jit` et la mémoire valent pour la transaction.
 */
export const parHachage = async <T>(
  tx: TenantTx,
  question: RawBuilder<T>,
  { sansTri = false }: { readonly sansTri?: boolean } = {},
): Promise<T[]> => {
  const tri = sansTri ? 'off' : 'on'
  const [, { rows }] = await Promise.all([
    sql`select set_config('enable_nestloop', 'off', true), set_config('enable_sort', ${tri}, true), set_config('jit', 'off', true),
      set_config('work_mem', '32MB', true)`.execute(tx),
    question.execute(tx),
    sql`select set_config('enable_nestloop', 'on', true), set_config('enable_sort', 'on', true)`.execute(tx),
  ])
  return rows
}
