import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-02-10T09:00:00Z'

/** Dans chaque enseigne : un recueil, sa demande envoyée et répondue, un brouillon, une suite, un résultat public. */
export const semeurQuestionnaires: Semeur = {
  module: 'questionnaires',
  async semer(tx, g) {
    const [modele, version] = [newId(), newId()]
    await sql`insert into questionnaires.reglage (organisme_id, relances, seuil_anonyme, modifie_le, modifie_par) values (${g.organisme}, '{4}', 5, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into questionnaires.modele (organisme_id, id, genre, titre, contenu, par_defaut, cree_le, modifie_le, modifie_par)
      values (${g.organisme}, ${modele}, 'chaud', 'Avis', '{"questions":[]}', true, ${le}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into questionnaires.version (organisme_id, id, source, modele_id, numero, genre, titre, contenu, empreinte, figee_le, figee_par)
      values (${g.organisme}, ${version}, ${modele}, ${modele}, 1, 'chaud', 'Avis', '{"questions":[]}', ${randomBytes(32)}, ${le}, ${g.personne})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      const { rows } = await sql<{ inscription: string; session: string; personne: string; offre: string }>`
        select i.id as inscription, i.session_id as session, i.personne_id as personne, s.offre_id as offre
          from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
         where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} limit 1`.execute(tx)
      const [lien] = rows
      if (!lien) throw new Error('le semeur des inscriptions passe avant celui-ci')
      const [campagne, demande, attend, reponse] = [newId(), newId(), newId(), newId()]
      await sql`insert into questionnaires.campagne (organisme_id, id, activite_id, genre, cle, session_id, offre_id, version_id, contenu, anonyme, ouverte_le, jour,
          ferme_le, relances, par)
        values (${g.organisme}, ${campagne}, ${activite}, 'chaud', ${lien.session}, ${lien.session}, ${lien.offre}, ${version}, '{"questions":[]}', false, ${le},
          '2026-02-10', '2026-02-24', '{4}', ${g.personne})`.execute(tx)
      for (const [id, cle, repondue] of [
        [demande, lien.inscription, '2026-02-11'],
        [attend, newId(), null],
      ] as const)
        await sql`insert into questionnaires.demande (organisme_id, id, activite_id, campagne_id, cle, inscription_id, personne_id, cree_le, repondue_le)
          values (${g.organisme}, ${id}, ${activite}, ${campagne}, ${cle}, ${lien.inscription}, ${lien.personne}, ${le}, ${repondue})`.execute(
          tx,
        )
      await sql`insert into questionnaires.envoi (organisme_id, activite_id, demande_id, rang, le, moyen) values (${g.organisme}, ${activite}, ${demande}, 1, ${le}, 'courriel')`.execute(
        tx,
      )
      await sql`insert into questionnaires.reponse (organisme_id, id, activite_id, campagne_id, demande_id, le, recue_le, voie, alerte, par)
        values (${g.organisme}, ${reponse}, ${activite}, ${campagne}, ${demande}, '2026-02-11', ${le}, 'lien', true, null)`.execute(
        tx,
      )
      await sql`insert into questionnaires.valeur (organisme_id, activite_id, reponse_id, campagne_id, question, rang, code, millemes)
        values (${g.organisme}, ${activite}, ${reponse}, ${campagne}, 'qabc', 0, '2', 2000)`.execute(tx)
      await sql`insert into questionnaires.brouillon (organisme_id, activite_id, demande_id, valeurs, garde_le)
        values (${g.organisme}, ${activite}, ${attend}, '{"qabc":["2"]}', ${le})`.execute(tx)
      await sql`insert into questionnaires.suite (organisme_id, id, activite_id, reponse_id, genre, le, texte, inscrite_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${reponse}, 'recontact', '2026-02-12', 'Appelée', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into questionnaires.publication (organisme_id, id, activite_id, offre_id, mesure, libelle, formule, du, au, valeur_milliemes, numerateur,
          denominateur, interroges, repondants, publiee_le)
        select ${g.organisme}::uuid, ${newId()}::uuid, activite_id, id, 'satisfaction', 'Satisfaction', 'Notes 4 et 5 sur 5', '2026-01-01'::date, '2026-02-10'::date, 900, 9, 10, 12, 10,
          ${le}::timestamptz from catalogue.offre where organisme_id = ${g.organisme} and activite_id = ${activite} limit 1`.execute(
        tx,
      )
    }
  },
}
