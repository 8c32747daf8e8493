import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export const archiveDeLaDemande = async (tx: TenantTx, demande: string): Promise<boolean> =>
  (
    await sql<{
      n: number
    }>`select count(*)::int as n from donnees.archive where organisme_id = (select app.organisme())
      and demande_id = ${demande}`.execute(tx)
  ).rows[0]?.n !== 0
