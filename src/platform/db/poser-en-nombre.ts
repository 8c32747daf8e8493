import type { RawBuilder } from 'kysely'
import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * Une instruction pour beaucoup de lignes : elles partent en un texte JSON, que la base reprend par leurs types
 * (`jsonb_to_recordset`). Cinq mille par envoi, quelques mégaoctets : un document plus long se relit trop lentement.
 */
export const poserEnNombre = async (
  tx: TenantTx,
  lignes: readonly Record<string, unknown>[],
  insertion: (json: string) => RawBuilder<unknown>,
): Promise<void> => {
  for (let i = 0; i < lignes.length; i += 5_000)
    await insertion(JSON.stringify(lignes.slice(i, i + 5_000))).execute(tx)
}
