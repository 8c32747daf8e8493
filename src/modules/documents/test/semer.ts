import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Une pièce dans chaque enseigne, et son compteur. */
export const semeurDocuments: Semeur = {
  module: 'documents',
  async semer(tx, g) {
    await sql`insert into documents.compteur (organisme_id, serie, annee, dernier) values (${g.organisme}, 'CR', 2026, 2)`.execute(
      tx,
    )
    for (const [rang, activite] of g.activites.entries())
      await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier,
          pages, libelle, pli, objet_genre, objet_id, emise_le, emise_par)
        values (${g.organisme}, ${newId()}, ${activite}, 'certificat-realisation', ${`CR-2026-000${rang + 1}`},
          'certificat-realisation.v1', '{}', ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, ${`pièce de ${g.lettre}`},
          'piece', 'inscription', ${newId()}, '2026-01-05T09:00:00Z', ${g.personne})`.execute(tx)
  },
}
