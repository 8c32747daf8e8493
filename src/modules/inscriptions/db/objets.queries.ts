import { type RawBuilder, sql } from 'kysely'

/**
 * Ce dont les pièces d'une session parlent : ses dossiers, ses inscriptions. À mettre dans une lecture, qui n'attend pas alors que la
 * page les ait lus.
 */
export const objetsDeLaSession = (session: string): RawBuilder<readonly string[]> =>
  sql`array(select d.id from inscriptions.dossier d where d.session_id = ${session}::uuid
    union all select i.id from inscriptions.inscription i where i.session_id = ${session}::uuid)`
