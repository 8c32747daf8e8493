import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-02-10T09:00:00Z'
const cle = (texte: string) => createHash('sha256').update(texte).digest()

/** Une ligne de chaque table ; dans chaque enseigne, une session armée, un écrit parti et sa trace. */
export const semeurEtapes: Semeur = {
  module: 'etapes',
  async semer(tx, g) {
    const vu = 'a'.repeat(64)
    await sql`insert into etapes.reglage (organisme_id, code, ecart, modifie_le, modifie_par) values (${g.organisme}, 'convocation', -7, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into etapes.propre (organisme_id, code, nom, publics, ancre, cree_le, cree_par)
      values (${g.organisme}, ${`propre-${'b'.repeat(32)}`}, 'Plan d’accès', 'stagiaires', 'debut', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into etapes.desabonnement (organisme_id, cle, le) values (${g.organisme}, ${cle('fin')}, ${le})`.execute(
      tx,
    )
    await sql`insert into etapes.cadence (organisme_id, compte_id, genre, quand, choisi_le) values (${g.organisme}, ${g.personne}, 'visa', 'jour', ${le})`.execute(
      tx,
    )
    await sql`insert into etapes.avis (organisme_id, compte_id, genre, cle, phrase, href, cree_le)
      values (${g.organisme}, ${g.personne}, 'visa', 'x', 'Une pièce attend.', '/visas', ${le})`.execute(tx)
    await sql`insert into etapes.resume (organisme_id, compte_id, jour, lignes, le) values (${g.organisme}, ${g.personne}, '2026-02-10', 1, ${le})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      const { rows } = await sql<{ inscription: string; session: string; personne: string }>`
        select i.id as inscription, i.session_id as session, i.personne_id as personne from inscriptions.inscription i
         where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} limit 1`.execute(tx)
      const [r] = rows
      if (!r) throw new Error('le semeur des inscriptions passe avant celui-ci')
      const [ecrit, message] = [newId(), newId()]
      await sql`insert into etapes.adresse (organisme_id, cle, personne_id, origine, depuis, par)
        values (${g.organisme}, ${cle(`défaut ${activite}`)}, ${r.personne}, 'equipe', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into etapes.arret (organisme_id, id, session_id, pose_le, pose_par) values (${g.organisme}, ${newId()}, ${r.session}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into etapes.armement (organisme_id, id, activite_id, session_id, code, vu, arme_le, arme_par)
        values (${g.organisme}, ${newId()}, ${activite}, ${r.session}, 'convocation', ${vu}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into etapes.empechement (organisme_id, activite_id, session_id, code, phrase, depuis, le)
        values (${g.organisme}, ${activite}, ${r.session}, 'convocation', 'Il manque une version.', ${le}, ${le})`.execute(
        tx,
      )
      await sql`insert into etapes.ecrit (organisme_id, id, activite_id, session_id, publics, nature, objet, corps, ecrit_le, ecrit_par)
        values (${g.organisme}, ${ecrit}, ${activite}, ${r.session}, '{stagiaires}', 'service', 'La salle change', 'Bonjour, la salle change.', ${le}, ${g.personne})`.execute(
        tx,
      )
      const hors = newId()
      await sql`insert into etapes.ecrit (organisme_id, id, activite_id, publics, nature, objet, corps, ecrit_le, ecrit_par)
        values (${g.organisme}, ${hors}, ${activite}, '{}', 'information', 'Portes ouvertes', 'Bonjour, venez nous voir.', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into etapes.ecrit_personne (organisme_id, ecrit_id, personne_id, activite_id)
        values (${g.organisme}, ${hors}, ${r.personne}, ${activite})`.execute(tx)
      await sql`insert into etapes.message (organisme_id, id, activite_id, session_id, code, ecrit_id, cle, adresse_cle, personne_id, inscription_id, nom, courriel, depose_le, par)
        values (${g.organisme}, ${message}, ${activite}, ${r.session}, 'ecrit', ${ecrit}, ${cle(message)}, ${cle('adresse')}, ${r.personne}, ${r.inscription},
          'P N', 'p@exemple.example', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into etapes.envoi (organisme_id, message, activite_id, code, session_id, inscription_id, personne_id, adresse, objet, etat, pris_le, le)
        values (${g.organisme}, ${`etape-${message}`}, ${activite}, 'ecrit', ${r.session}, ${r.inscription}, ${r.personne}, 'p@exemple.example', 'La salle change', 'parti', ${le}, ${le})`.execute(
        tx,
      )
    }
  },
}
