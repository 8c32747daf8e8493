import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ports.ts'
import type { SeanceId } from '../domain/signer-demi-journee.ts'

/** Ce qui fut travaillé, par demi-journée de cette session : ce que qui a animé en a dit. */
export const sequencesDites = async (
  tx: TenantTx,
  session: SessionId,
): Promise<ReadonlyMap<SeanceId, string>> => {
  const { rows } = await sql<{ seance: SeanceId; texte: string }>`select x.seance_id as seance, x.texte
    from sessions.seance se join emargement.sequence_suivie x on x.organisme_id = se.organisme_id and x.seance_id = se.id
    where se.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid`.execute(tx)
  return new Map(rows.map((l) => [l.seance, l.texte]))
}

/** Le contenu du programme de la session, tel que l’offre l’écrit ; vide sans offre. */
export const programmeDe = async (tx: TenantTx, session: SessionId): Promise<string> => {
  const { rows } = await sql<{ contenu: string | null }>`select v.contenu ->> 'contenu' as contenu
    from sessions.session s join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
    where s.organisme_id = (select app.organisme()) and s.id = ${session}::uuid`.execute(tx)
  return rows[0]?.contenu ?? ''
}
