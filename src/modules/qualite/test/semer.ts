import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Dans chaque enseigne : une entrée, une trace de suivi, une ligne de registre ; pour la coopérative : un cadre, un jugement. */
export const semeurQualite: Semeur = {
  module: 'qualite',
  async semer(tx, g) {
    const le = '2026-01-05T09:00:00Z'
    await sql`insert into qualite.cadre (organisme_id, id, genre, audit_le, depuis, categories, situation, pose_le, par)
      values (${g.organisme}, ${newId()}, 'surveillance', '2027-01-26', '2026-01-01', '{AF}', '{}', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into qualite.jugement (organisme_id, id, indicateur, version, etat, motif, vaut_jusqu, juge_le, par)
      values (${g.organisme}, ${newId()}, 6, '2026-728', 'prouve', 'Trois déroulés relus.', '2026-12-31', ${le}, ${g.personne})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      const affaire = newId()
      await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le, par)
        values (${g.organisme}, ${affaire}, ${activite}, 'reclamation', 'stagiaire', 'Objet', ${randomBytes(64)}, '2026-01-05', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, texte, inscrit_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${affaire}, 'accuse', '2026-01-06', 'Reçue', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into qualite.lecture (organisme_id, id, activite_id, affaire_id, accordee, le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${affaire}, false, ${le}, ${g.personne})`.execute(tx)
      await sql`insert into qualite.entree (organisme_id, activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, inscrit_le, par)
        select organisme_id, activite_id, id, 1, '2026-01-05', 'Accueillir', 'sans-objet', ${le}::timestamptz, ${g.personne}::uuid from inscriptions.inscription
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le, par)
        select organisme_id, ${newId()}::uuid, activite_id, id, '2026-01-05', 'point', 'Point', ${le}::timestamptz, ${g.personne}::uuid from inscriptions.inscription
         where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(tx)
      await sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, contenu, inscrit_le, par)
        values (${g.organisme}, ${activite}, ${newId()}, 1, 'reunion', 'Réunion', '2026-01-05', '{}', ${le}, ${g.personne})`.execute(
        tx,
      )
    }
  },
}
