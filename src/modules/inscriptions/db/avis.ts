import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreAvis } from '../domain/avis.ts'

export type AvisLu = {
  readonly genre: GenreAvis
  readonly calendrier: string
  readonly texte: string
  readonly le: Date
  readonly par: PersonneId | null
  /** Combien de personnes l’ont reçu. */
  readonly envois: number
}

/** Les avis d’une session, le dernier d’abord : un par envoi, quel que soit le nombre de personnes. */
export const listerAvis = async (tx: TenantTx, session: SessionId): Promise<AvisLu[]> =>
  (
    await sql<AvisLu>`select genre, calendrier, texte, envoye_le as le, par, count(*)::int4 as envois
      from inscriptions.avis where session_id = ${session}::uuid
      group by genre, calendrier, texte, envoye_le, par order by envoye_le desc limit 50`.execute(tx)
  ).rows
