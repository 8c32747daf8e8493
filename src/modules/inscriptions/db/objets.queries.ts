import { type RawBuilder, sql } from 'kysely'
import type { SessionId } from '#modules/sessions/index.ts'

/**
 * Ce dont les pièces d'une session parlent : ses dossiers, ses inscriptions. À mettre dans une lecture, qui n'attend pas alors que la
 * page les ait lus.
 */
export const objetsDeLaSession = (session: string): RawBuilder<readonly string[]> =>
  sql`array(select d.id from inscriptions.dossier d where d.session_id = ${session}::uuid
    union all select i.id from inscriptions.inscription i where i.session_id = ${session}::uuid)`

/** Les mêmes, de plusieurs sessions. */
export const objetsDesSessions = (
  sessions: RawBuilder<readonly SessionId[]>,
): RawBuilder<readonly string[]> =>
  sql`array(select d.id from inscriptions.dossier d where d.session_id = any (${sessions})
    union all select i.id from inscriptions.inscription i where i.session_id = any (${sessions}))`
