import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Une ligne de chaque table du registre dans chaque enseigne, sur les inscriptions déjà semées. */
export const semeurEmargement: Semeur = {
  module: 'emargement',
  async semer(tx, g) {
    await sql`insert into emargement.reglage (organisme_id, depuis, avance_min, code_au_lien, regle_le, regle_par)
      values (${g.organisme}, '2026-01-06', 10, false, '2026-01-05T09:00:00Z', ${g.personne})`.execute(tx)
    await sql`insert into emargement.passerelle_sms (organisme_id, adresse, format, corps, en_tete, cle, posee_le, posee_par)
      values (${g.organisme}, 'https://sms.exemple.example/envoi', 'json', '{"to":"{numero}","text":"{texte}"}', 'Authorization',
        ${randomBytes(40)}, '2026-01-05T09:00:00Z', ${g.personne})`.execute(tx)
    for (const [rang, activite] of g.activites.entries()) {
      const { rows } = await sql<{ inscription: string; seance: string; piece: string }>`
        select i.id as inscription, se.id as seance,
          (select p.id from documents.piece p where p.organisme_id = i.organisme_id and p.activite_id = i.activite_id limit 1) as piece
        from inscriptions.inscription i
        join sessions.seance se on se.organisme_id = i.organisme_id and se.session_id = i.session_id
        where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} limit 1`.execute(tx)
      const r = rows[0]
      if (!r) throw new Error('Aucune inscription semée dans cette enseigne.')
      const maillon = newId()
      const cle = sql`${g.organisme}, ${activite}`
      const case_ = sql`${r.inscription}, ${r.seance}`
      const le = '2026-01-05T09:00:00Z'
      await sql`insert into emargement.maillon (organisme_id, activite_id, numero, id, objet, contenu, empreinte)
        values (${cle}, ${rang + 1}, ${maillon}, ${randomBytes(32)}, '{}', ${randomBytes(32)})`.execute(tx)
      await sql`insert into emargement.prive (organisme_id, activite_id, maillon_id, part, sel, contenu)
        values (${cle}, ${maillon}, 'identite', ${randomBytes(32)}, '{}')`.execute(tx)
      await sql`insert into emargement.invitation (organisme_id, activite_id, id, inscription_id, seance_id, cree_le)
        values (${cle}, ${newId()}, ${case_}, ${le})`.execute(tx)
      await sql`insert into emargement.signature (organisme_id, activite_id, inscription_id, seance_id, maillon_id, signee_le)
        values (${cle}, ${case_}, ${maillon}, ${le})`.execute(tx)
      await sql`insert into emargement.absence (organisme_id, activite_id, inscription_id, seance_id, maillon_id, notee_le, notee_par)
        values (${cle}, ${case_}, ${maillon}, ${le}, ${g.personne})`.execute(tx)
      await sql`insert into emargement.sequence_suivie (organisme_id, activite_id, seance_id, texte, dite_le, dite_par)
        values (${cle}, ${r.seance}, 'Accueillir', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into emargement.feuille_papier (organisme_id, activite_id, id, seance_id, fichier, fichier_nom, jointe_le, jointe_par)
        values (${cle}, ${newId()}, ${r.seance}, ${randomBytes(32).toString('hex')}, 'feuille.pdf', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into emargement.cloture (organisme_id, activite_id, seance_id, maillon_id, close_le, close_par)
        values (${cle}, ${r.seance}, ${maillon}, ${le}, ${g.personne})`.execute(tx)
      await sql`insert into emargement.rectification (organisme_id, activite_id, inscription_id, seance_id, rang, maillon_id, genre, etat, porte,
          presente_le, retard_min, le, par)
        values (${cle}, ${case_}, 1, ${maillon}, 'retard', 'presente', 'formateur', ${le}, 20, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into emargement.contresignature (organisme_id, activite_id, seance_id, par, maillon_id, signee_le)
        values (${cle}, ${r.seance}, ${g.personne}, ${maillon}, ${le})`.execute(tx)
      await sql`insert into emargement.tablette (organisme_id, activite_id, id, seance_id, jeton, ouverte_le, ouverte_par, expire_le)
        values (${cle}, ${newId()}, ${r.seance}, ${randomBytes(32)}, ${le}, ${g.personne}, now() + interval '1 hour')`.execute(
        tx,
      )
      const appareil = newId()
      await sql`insert into emargement.appareil (organisme_id, id, tenu_par, nom, cle, inscrit_le)
        values (${g.organisme}, ${appareil}, ${g.personne}, 'Téléphone', ${randomBytes(65)}, ${le})`.execute(
        tx,
      )
      await sql`insert into emargement.emport (organisme_id, activite_id, appareil_id, seance_id, emporte_le, feuille, montre, jeton, signature)
        values (${cle}, ${appareil}, ${r.seance}, ${le}, ${randomBytes(32)}, '{}', '{}', ${randomBytes(64)})`.execute(
        tx,
      )
      await sql`insert into emargement.passage (organisme_id, id, appareil_id, le, rang, ecart_ms)
        values (${g.organisme}, ${newId()}, ${appareil}, ${le}, 0, 0)`.execute(tx)
      await sql`insert into emargement.geste_refuse (organisme_id, appareil_id, rang, empreinte, fait_le, recu_le, code)
        values (${g.organisme}, ${appareil}, 2, ${randomBytes(32)}, ${le}, ${le}, 'introuvable')`.execute(tx)
      await sql`insert into emargement.hors_ligne (organisme_id, activite_id, id, appareil_id, rang, seance_id, inscription_id, geste, issue,
          fait_le, recu_le, ecart_ms, empreinte, signature)
        values (${cle}, ${maillon}, ${appareil}, 1, ${r.seance}, ${r.inscription}, 'presence', 'doublon', ${le}, ${le}, 0,
          ${randomBytes(32)}, ${randomBytes(64)})`.execute(tx)
      await sql`insert into emargement.jalon (organisme_id, numero, contenu, signature, pose_le)
        values (${g.organisme}, ${rang + 1}, '{}', ${randomBytes(64)}, ${le})`.execute(tx)
      if (rang === 0) {
        const jalon = randomBytes(32)
        await sql`insert into emargement.temoin (organisme_id, temoin_id, etat, demande_le, demande_par)
          values (${g.organisme}, ${g.complice}, 'demande', ${le}, ${g.personne})`.execute(tx)
        await sql`insert into emargement.jalon_garde (organisme_id, de_organisme_id, jalon, numero, contenu, signature)
          values (${g.organisme}, ${g.complice}, ${jalon}, 1, '{}', ${randomBytes(64)})`.execute(tx)
        await sql`insert into emargement.contreseing (organisme_id, de_organisme_id, jalon, vaut, contenu, signature, cle, le)
          values (${g.organisme}, ${g.complice}, ${jalon}, true, '{}', ${randomBytes(64)}, ${randomBytes(32)}, ${le})`.execute(
          tx,
        )
      }
      await sql`insert into emargement.certificat (organisme_id, activite_id, inscription_id, piece_id, minutes, faits)
        values (${cle}, ${r.inscription}, ${r.piece}, 210, ${randomBytes(32)})`.execute(tx)
    }
  },
}
