import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export const noterEmpechement = async (
  tx: TenantTx,
  e: {
    readonly session: string
    readonly activite: string
    readonly code: string
    readonly phrase: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into etapes.empechement (activite_id, session_id, code, phrase, depuis, le)
    values (${e.activite}::uuid, ${e.session}::uuid, ${e.code}, ${e.phrase.slice(0, 600)}, ${e.le}, ${e.le})
    on conflict (organisme_id, session_id, code) do update set phrase = excluded.phrase, le = excluded.le`.execute(
    tx,
  )
}

export const leverEmpechement = async (tx: TenantTx, session: string, code: string): Promise<void> => {
  await sql`delete from etapes.empechement where organisme_id = (select app.organisme())
    and session_id = ${session}::uuid and code = ${code}`.execute(tx)
}
