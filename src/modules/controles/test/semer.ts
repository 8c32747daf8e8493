import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Une ligne de chaque table, dans chaque enseigne, sur les sessions déjà semées ; et celles de l’émargement à distance. */
export const semeurControles: Semeur = {
  module: 'controles',
  async semer(tx, g) {
    const le = '2026-02-10T02:10:00Z'
    await sql`insert into controles.passage (organisme_id, id, le, sessions, passes, nouveaux, refermes)
      values (${g.organisme}, ${newId()}, ${le}, 2, 78, 1, 0)`.execute(tx)
    await sql`insert into controles.reglage (organisme_id, modifie_le, modifie_par) values (${g.organisme}, ${le}, ${g.personne})`.execute(
      tx,
    )
    for (const activite of g.activites) {
      const { rows } = await sql<{
        session: string
        seance: string
        inscription: string
        personne: string
        entreprise: string
      }>`
        select s.id as session, se.id as seance, i.id as inscription, i.personne_id as personne, d.entreprise_id as entreprise
        from sessions.session s
          join sessions.seance se on se.organisme_id = s.organisme_id and se.session_id = s.id
          join inscriptions.inscription i on i.organisme_id = s.organisme_id and i.session_id = s.id
          join inscriptions.dossier d on d.organisme_id = s.organisme_id and d.session_id = s.id
        where s.organisme_id = ${g.organisme} and s.activite_id = ${activite} limit 1`.execute(tx)
      const r = rows[0]
      if (!r) throw new Error('Aucune session semée dans cette enseigne.')
      const cle = sql`${g.organisme}, ${newId()}, ${activite}`
      const empreinte = 'a'.repeat(64)
      await sql`insert into controles.constat (organisme_id, id, activite_id, session_id, regle, cle, gravite, phrase, empreinte, ou, ouvert_le, vu_le)
        values (${cle}, ${r.session}, 'feuille-ouverte', ${r.seance}, 'alerte', 'Une feuille reste ouverte.', ${empreinte}, 'session', ${le}, ${le})`.execute(
        tx,
      )
      await sql`insert into controles.jugement (organisme_id, id, activite_id, session_id, regle, cle, empreinte, decision, motif, le, par, par_nom)
        values (${cle}, ${r.session}, 'feuille-ouverte', ${r.seance}, ${empreinte}, 'accepte', 'Close sur papier ce jour-là.', ${le}, ${g.personne}, 'Q')`.execute(
        tx,
      )
      await sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le, declare_par)
        values (${cle}, ${r.personne}, '2026-03-01', '2026-03-05', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into controles.envoi (organisme_id, id, activite_id, genre, cle, session_id, seance_id, inscription_id, entreprise_id, le, par)
        values (${cle}, 'avis-employeur', ${`${r.inscription}:${r.seance}`}, ${r.session}, ${r.seance}, ${r.inscription}, ${r.entreprise}, ${le}, ${g.personne})`.execute(
        tx,
      )
      const [prevue, liste, connexion] = [newId(), newId(), newId()]
      await sql`insert into emargement.activite_prevue (organisme_id, id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le)
        values (${g.organisme}, ${prevue}, ${activite}, ${r.session}, 1, 'asynchrone', 'Un module', 90, ${le})`.execute(
        tx,
      )
      await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, prevue_id, genre, le, minutes, intitule, note_le, note_par)
        values (${cle}, ${r.session}, ${r.inscription}, ${prevue}, 'realisation', '2026-02-09', 90, 'Module rendu', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into emargement.liste_connexion (organisme_id, id, activite_id, seance_id, logiciel, fichier, fichier_nom, recue_le, recue_par)
        values (${g.organisme}, ${liste}, ${activite}, ${r.seance}, 'zoom', ${empreinte}, 'liste.csv', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into emargement.connexion (organisme_id, id, activite_id, liste_id, rang, nom, minutes)
        values (${g.organisme}, ${connexion}, ${activite}, ${liste}, 1, 'P N', 170)`.execute(tx)
      await sql`insert into emargement.rapprochement (organisme_id, activite_id, connexion_id, version, inscription_id, le, par)
        values (${g.organisme}, ${activite}, ${connexion}, 1, ${r.inscription}, ${le}, ${g.personne})`.execute(
        tx,
      )
    }
  },
}
