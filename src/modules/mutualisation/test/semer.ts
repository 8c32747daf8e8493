import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-01-05T09:00:00Z'

/** Le compte courant d’un pôle : deux comptes, une écriture passée et contestée, un arrêté signé ; une fiche du vivier, et qui la demande. */
export const semeurMutualisation: Semeur = {
  module: 'mutualisation',
  async semer(tx, g) {
    const [proposition, arrete] = [newId(), newId()]
    await sql`insert into mutualisation.regle (pole_id, id, decision_id, plafond_centimes, posee_le, posee_par)
      select pole_id, ${newId()}, id, 150000, ${le}, ${g.personne} from pole.decision where pole_id = ${g.pole} limit 1`.execute(
      tx,
    )
    for (const [organisme, doit, avoir] of [
      [g.organisme, 0, 4500],
      [g.complice, 4500, 0],
    ])
      await sql`insert into mutualisation.compte (pole_id, organisme_id, plafond_centimes, doit, avoir, ouvert_le, ouvert_par)
        values (${g.pole}, ${organisme}, 150000, ${doit}, ${avoir}, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into mutualisation.proposition (id, pole_id, de_organisme_id, a_organisme_id, debiteur_id, genre, montant_centimes, fait_genre,
        fait_id, fait_le, libelle, proposee_le, proposee_par, repondue_le, repondue_par, reponse)
      values (${proposition}, ${g.pole}, ${g.organisme}, ${g.complice}, ${g.complice}, 'directe', 4500, 'materiel', ${newId()}, '2026-01-04',
        ${`projecteur de ${g.lettre}`}, ${le}, ${g.personne}, ${le}, ${g.personne}, 'accordee')`.execute(tx)
    await sql`insert into mutualisation.mouvement (id, pole_id, genre, debiteur_id, crediteur_id, montant_centimes, proposition_id, le, par)
      values (${proposition}, ${g.pole}, 'directe', ${g.complice}, ${g.organisme}, 4500, ${proposition}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.desaccord (mouvement_id, rang, organisme_id, motif, ouvert_le, ouvert_par)
      values (${proposition}, 1, ${g.complice}, 'Le matériel n’est pas venu.', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.arrete (pole_id, id, au, ouvert_le, ouvert_par) values (${g.pole}, ${arrete}, ${le}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.releve_signe (pole_id, arrete_id, organisme_id, lignes, solde_centimes, empreinte, le, par)
      values (${g.pole}, ${arrete}, ${g.organisme}, 1, 4500, sha256('essai'), ${le}, ${g.personne})`.execute(
      tx,
    )
    const fiche = newId()
    await sql`insert into mutualisation.fiche (organisme_id, id, compte_id, accroche, relue_le)
      values (${g.organisme}, ${fiche}, ${g.personne}, ${`fiche de ${g.lettre}`}, ${le})`.execute(tx)
    await sql`insert into mutualisation.competence (organisme_id, id, fiche_id, intitule, preuve_genre, preuve)
      values (${g.organisme}, ${newId()}, ${fiche}, 'Former', 'titre', ${`titre de ${g.lettre}`})`.execute(tx)
    await sql`insert into mutualisation.consentement (organisme_id, compte_id, genre, version, le)
      values (${g.organisme}, ${g.personne}, 'fiche', 1, ${le})`.execute(tx)
    await sql`insert into mutualisation.prise_de_contact (organisme_id, id, fiche_id, de_organisme_id, de_compte_id, message, faite_le)
      values (${g.organisme}, ${newId()}, ${fiche}, ${g.complice}, ${newId()}, ${`message à ${g.lettre}`}, ${le})`.execute(
      tx,
    )
    // Un appel de la coopérative, auquel une autre répond ; et une mission où elle envoie.
    const [appel, autre, reponse] = [newId(), newId(), newId()]
    for (const [organisme, id] of [
      [g.organisme, appel],
      [g.complice, autre],
    ]) {
      await sql`insert into mutualisation.appel (organisme_id, id, pole_id, objet, lieu, debut_minutes, fin_minutes, dirige, payeur, prix_genre, vu_de,
          jusqu_au, publie_le, publie_par)
        values (${organisme}, ${id}, ${g.pole}, ${`appel de ${g.lettre}`}, 'Rennes', 540, 1020, 'envoyeur', 'entreprise', 'a-proposer', 'pole',
          '2026-02-01T18:00:00Z', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into mutualisation.appel_date (organisme_id, appel_id, rang, jours) values (${organisme}, ${id}, 1, '{2026-03-02}')`.execute(
        tx,
      )
    }
    await sql`insert into mutualisation.reponse (organisme_id, id, appel_organisme_id, appel_id, compte_id, part, rangs, prix_centimes, statut, message, par,
        faite_le, faite_par)
      values (${g.organisme}, ${reponse}, ${g.complice}, ${autre}, ${g.personne}, 'tout', '{1}', 60000, 'salarie', ${`réponse de ${g.lettre}`}, 'personne',
        ${le}, ${g.personne})`.execute(tx)
    const mission = newId()
    await sql`insert into mutualisation.mission (organisme_id, id, de_organisme_id, reponse_id, compte_id, rang, creneaux, forme, etat, choisie_le,
        choisie_par, classement, visa_personne_le, expire_le)
      values (${g.organisme}, ${mission}, ${g.complice}, ${reponse}, ${g.personne}, 1, '{[2026-03-02T08:00Z,2026-03-02T16:00Z)}', 'sous-traitance', 'option',
        ${le}, ${newId()}, '[]', ${le}, '2026-01-15T09:00:00Z')`.execute(tx)
    await sql`insert into mutualisation.contrat_de_mission (organisme_id, mission_id, texte, etabli_le) values (${g.organisme}, ${mission}, ${`contrat de ${g.lettre}`},
      ${le})`.execute(tx)
    // Un dossier remis par elle, une pièce, et qui l’a ouvert chez qui reçoit ; elle en reçoit un, et l’ouvre.
    const remise = newId()
    await sql`insert into mutualisation.remise (organisme_id, id, mission_id, de_organisme_id, compte_id, version, remise_le, jusqu_au, empreinte, signature, cle)
      values (${g.organisme}, ${remise}, ${mission}, ${g.complice}, ${g.personne}, 1, ${le}, '2029-03-02', sha256('dossier'), ${Buffer.alloc(64, 1)},
        ${Buffer.alloc(32, 1)})`.execute(tx)
    await sql`insert into mutualisation.remise_piece (organisme_id, remise_id, rang, genre, le, octets)
      values (${g.organisme}, ${remise}, 1, 'cv', '2026-01-02', ${Buffer.from(`dossier de ${g.lettre}`)})`.execute(
      tx,
    )
    await sql`insert into mutualisation.remise_lecture (organisme_id, de_organisme_id, remise_id, par, le, tx)
      values (${g.organisme}, ${g.complice}, ${newId()}, ${g.personne}, ${le}, 1)`.execute(tx)
    await sql`insert into mutualisation.accord_conjoint (organisme_id, pole_id, rang, contact, texte, ecrit_le, ecrit_par)
      values (${g.organisme}, ${g.pole}, 1, ${`contact de ${g.lettre}`}, '[["Titre", "Texte"]]', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.accord_signe (organisme_id, pole_id, rang, le, par) values (${g.organisme}, ${g.pole}, 1, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.retour (organisme_id, id, mission_organisme_id, mission_id, compte_id, texte, ecrit_le, ecrit_par)
      values (${g.organisme}, ${newId()}, ${g.organisme}, ${mission}, ${g.personne}, ${`retour de ${g.lettre}, dix signes`}, ${le}, ${g.personne})`.execute(
      tx,
    )
    const bien = newId()
    await sql`insert into mutualisation.bien (organisme_id, id, pole_id, titre, adresse, membre_centimes, autre_centimes, taux_points, tampon_minutes, visa,
        seuils_jours, seuils_points, prete_le, configurations, places_par)
      values (${g.organisme}, ${bien}, ${g.pole}, ${`salle de ${g.lettre}`}, 'Rennes', 6000, 9000, 2000, 30, true, '{7}', '{5000}', ${le}, '{en U}', '{14}')`.execute(
      tx,
    )
    await sql`insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets)
      values (${g.organisme}, sha256(convert_to(${`photo de ${g.lettre}`}, 'UTF8')), 'image/png', 10, convert_to(${`photo de ${g.lettre}`}, 'UTF8')) on conflict do nothing`.execute(
      tx,
    )
    await sql`insert into mutualisation.bien_photo (organisme_id, id, bien_id, legende, fichier, type, ajoutee_le, ajoutee_par)
      values (${g.organisme}, ${newId()}, ${bien}, ${`la salle de ${g.lettre}`}, encode(sha256(convert_to(${`photo de ${g.lettre}`}, 'UTF8')), 'hex'), 'image/png',
        ${le}, ${g.personne})`.execute(tx)
    await sql`insert into mutualisation.reservation (organisme_id, id, bien_id, de_organisme_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le,
        demandee_par)
      values (${g.organisme}, ${newId()}, ${bien}, ${g.complice}, 'Un atelier', '[2026-03-02T08:00Z,2026-03-02T11:00Z)', 'ferme', 6000, 2000, ${le},
        ${newId()})`.execute(tx)
    await sql`insert into mutualisation.accord_soldes (pole_id, organisme_id, le, par) values (${g.pole}, ${g.organisme}, ${le}, ${g.personne})`.execute(
      tx,
    )
    // Les sessions, les personnes et les enseignes que la CAE a semées.
    await sql`insert into mutualisation.derogation (organisme_id, activite_id, session_id, personne_id, motif, le, par)
      select organisme_id, activite_id, session_id, personne_id, ${`Dossier vu sur papier, chez ${g.lettre}.`}, ${le}, ${g.personne} from cae.derogation
       where organisme_id = ${g.organisme}`.execute(tx)
    await sql`insert into mutualisation.regle_commune (organisme_id, rang, texte, ecrite_le, ecrite_par)
      values (${g.organisme}, 1, ${`Qui répond de quoi, chez ${g.lettre}. `.repeat(5)}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into mutualisation.membre_commun (organisme_id, id, membre_id, enseigne_id, etat, rang_accepte, invite_le, invite_par, repondu_le)
      values (${g.organisme}, ${newId()}, ${g.complice}, ${g.activites[0]}, 'membre', 1, ${le}, ${g.personne}, ${le})`.execute(
      tx,
    )
  },
}
