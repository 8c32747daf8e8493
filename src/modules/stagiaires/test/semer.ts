import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Dans chaque enseigne : un procès-verbal de carence, une procédure et ses griefs. */
export const semeurStagiaires: Semeur = {
  module: 'stagiaires',
  async semer(tx, g) {
    const le = '2026-01-05T09:00:00Z'
    for (const activite of g.activites) {
      await sql`insert into stagiaires.scrutin (organisme_id, id, activite_id, session_id, genre, tenu_le, heure_minutes, tours, electeurs, votants, motif, piece_id,
          inscrit_le, par)
        select s.organisme_id, ${newId()}::uuid, s.activite_id, s.id, 'carence', '2026-01-05', 600, 2, 2, 0, 'Nul ne s’est présenté.',
          (select p.id from documents.piece p where p.organisme_id = s.organisme_id and p.activite_id = s.activite_id limit 1), ${le}::timestamptz, ${g.personne}::uuid
        from sessions.session s where s.organisme_id = ${g.organisme} and s.activite_id = ${activite} order by s.id limit 1`.execute(
        tx,
      )
      const procedure = newId()
      await sql`insert into stagiaires.procedure (organisme_id, id, activite_id, session_id, inscription_id, griefs, presence, ouverte_le, inscrite_le, par)
        select i.organisme_id, ${procedure}::uuid, i.activite_id, i.session_id, i.id, ${randomBytes(40)}::bytea, true, '2026-01-05', ${le}::timestamptz, ${g.personne}::uuid
        from inscriptions.inscription i where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} order by i.id limit 1`.execute(
        tx,
      )
      await sql`insert into stagiaires.etape (organisme_id, id, activite_id, procedure_id, rang, genre, le, inscrite_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${procedure}, 1, 'griefs', '2026-01-06', ${le}, ${g.personne})`.execute(
        tx,
      )
    }
  },
}
