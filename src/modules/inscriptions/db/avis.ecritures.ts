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
    /** La fiche de qui anime, ou animait. */
    readonly personne?: string
    readonly canal?: 'courriel' | 'voix'
    readonly genre: GenreAvis
    readonly texte: string
    readonly calendrier: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into inscriptions.avis (id, activite_id, session_id, inscription_id, dossier_id, genre, texte, calendrier,
      envoye_le, personne_id, canal)
    values (${a.id}::uuid, ${a.activite}::uuid, ${a.session}::uuid, ${a.inscription}::uuid, ${a.dossier}::uuid, ${a.genre},
      ${a.texte}, ${a.calendrier}, ${a.le}::timestamptz, ${a.personne ?? null}::uuid, ${a.canal ?? 'courriel'})`.execute(
    tx,
  )
}
