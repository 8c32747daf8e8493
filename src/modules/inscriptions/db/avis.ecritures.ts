import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreAvis } from '../domain/avis.ts'
import type { DossierId } from '../domain/dossier.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export const noterAvis = async (
  tx: TenantTx,
  a: {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: SessionId
    readonly inscription: InscriptionId | null
    readonly dossier: DossierId | null
    readonly genre: GenreAvis
    readonly texte: string
    readonly calendrier: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into inscriptions.avis (id, activite_id, session_id, inscription_id, dossier_id, genre, texte, calendrier,
      envoye_le)
    values (${a.id}::uuid, ${a.activite}::uuid, ${a.session}::uuid, ${a.inscription}::uuid, ${a.dossier}::uuid, ${a.genre},
      ${a.texte}, ${a.calendrier}, ${a.le}::timestamptz)`.execute(tx)
}
