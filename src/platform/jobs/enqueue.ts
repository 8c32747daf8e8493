import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { JobPayload } from '#platform/jobs/jobs.ts'

/**
 * Enfile une tâche dans la transaction du fait : défaite avec lui. `cle` : une seule tâche de ce nom et de cette
 * clé attend à la fois pour cet organisme, la dernière remplace. `runAt` : pas avant cet instant.
 */
export const enqueue = async (
  tx: TenantTx,
  nom: string,
  payload: JobPayload,
  options: { readonly cle?: string; readonly runAt?: Date } = {},
): Promise<void> => {
  await sql`select app.enqueue(${nom}, ${JSON.stringify(payload)}::jsonb, ${options.cle ?? null}::text, ${options.runAt ?? null}::timestamptz)`.execute(
    tx,
  )
}
