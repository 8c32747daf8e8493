import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-02-10T09:00:00Z'

/** Dans chaque enseigne : un projet visé, la facture qu’il est devenu, un règlement rapproché, une relance, une charge. */
export const semeurFacturation: Semeur = {
  module: 'facturation',
  async semer(tx, g) {
    await sql`insert into facturation.reglage (organisme_id, penalites, escompte, relance_jours, modifie_le, modifie_par)
      values (${g.organisme}, 'trois fois le taux légal', 'sans escompte', '{8,21,45}', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into facturation.exercice (organisme_id, debut, fin, chiffre_affaires_centimes, modifie_le, modifie_par)
      values (${g.organisme}, '2026-01-01', '2026-12-31', 10000000, ${le}, ${g.personne})`.execute(tx)
    const cloture = newId()
    await sql`insert into facturation.compte_choisi (organisme_id, cle, numero, libelle, choisi_le, choisi_par)
      values (${g.organisme}, 'formation', '706100', 'Formations', ${le}, ${g.personne})`.execute(tx)
    await sql`insert into facturation.cloture (organisme_id, id, au, arretee_le, par)
      values (${g.organisme}, ${cloture}, '2026-01-31', ${le}, ${g.personne})`.execute(tx)
    await sql`insert into facturation.plateforme (organisme_id, nom, flux, jeton, client, secret, posee_le, posee_par, lue_jusqua)
      values (${g.organisme}, 'Passerelle', 'https://p.exemple', 'https://p.exemple/jeton', 'coop', ${randomBytes(64)}, ${le}, ${g.personne},
        ${le})`.execute(tx)
    await sql`insert into facturation.flux_lu (organisme_id, flux, lu_le, genre, suite)
      values (${g.organisme}, 'F-lu', ${le}, 'autre', 'Rien à en faire ici.')`.execute(tx)
    await sql`insert into facturation.boite (organisme_id, hote, port, compte, secret, dossier, posee_le, posee_par)
      values (${g.organisme}, 'imap.exemple', 993, 'factures', ${randomBytes(64)}, 'INBOX', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into facturation.chorus (organisme_id, api, jeton, client, compte, secret, pose_le, pose_par)
      values (${g.organisme}, 'https://api.exemple', 'https://oauth.exemple', 'coop', 'TECH', ${randomBytes(64)}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into facturation.courrier_lu (organisme_id, message, recu_le, lu_le, suite)
      values (${g.organisme}, ${'a'.repeat(64)}, ${le}, ${le}, 'FA-1.pdf : reçue.')`.execute(tx)
    for (const [rang, activite] of g.activites.entries()) {
      const [projet, facture, releve, mouvement, reglement, charge, voulue, ligne] = Array.from(
        { length: 8 },
        () => newId(),
      )
      const { rows } = await sql<{
        inscription: string
        dossier: string
        session: string
        entreprise: string
      }>`
        select i.id as inscription, d.id as dossier, d.session_id as session, d.entreprise_id as entreprise
          from inscriptions.inscription i join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
         where i.organisme_id = ${g.organisme} and i.activite_id = ${activite} limit 1`.execute(tx)
      const [lien] = rows
      if (!lien) throw new Error('le semeur des inscriptions passe avant celui-ci')
      await sql`insert into facturation.exigence (organisme_id, entreprise_id, engagement, dite_le, dite_par)
        values (${g.organisme}, ${lien.entreprise}, true, ${le}, ${g.personne}) on conflict do nothing`.execute(
        tx,
      )
      await sql`insert into facturation.projet (organisme_id, id, activite_id, genre, session_id, dossier_id, payeur_entreprise_id,
          source, delai_jours, etat, cree_le, cree_par)
        values (${g.organisme}, ${projet}, ${activite}, 'facture', ${lien.session}, ${lien.dossier}, ${lien.entreprise},
          'entreprise', 30, 'emis', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into facturation.projet_ligne (organisme_id, id, activite_id, projet_id, rang, nature, libelle, quantite_millemes,
          unite, prix_centimes, montant_ht_centimes, taux_points)
        values (${g.organisme}, ${voulue}, ${activite}, ${projet}, 0, 'formation', 'F', 1000, 'forfait', 100000, 100000, 0)`.execute(
        tx,
      )
      await sql`insert into facturation.projet_heures (organisme_id, activite_id, projet_id, ligne_id, inscription_id, minutes)
        values (${g.organisme}, ${activite}, ${projet}, ${voulue}, ${lien.inscription}, 180)`.execute(tx)
      await sql`insert into facturation.visa (organisme_id, id, activite_id, projet_id, version, decision, le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${projet}, 1, 'accorde', ${le}, ${g.personne})`.execute(
        tx,
      )
      const piece = newId()
      await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier,
          pages, libelle, pli, objet_genre, objet_id, emise_le, emise_par)
        values (${g.organisme}, ${piece}, ${activite}, 'facture', ${`FA-2026-000${rang + 1}`}, 'facture.v1', '{}', ${randomBytes(32)},
          ${randomBytes(32).toString('hex')}, 1, 'facture', 'facture', 'facture', ${facture}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into facturation.facture (organisme_id, id, activite_id, provenance, genre, outil, numero, piece_id, projet_id,
          emise_le, echeance, session_id, dossier_id, payeur_entreprise_id, payeur_nom, pli, source, total_ht_centimes,
          total_tva_centimes, total_ttc_centimes, enregistree_le, par)
        values (${g.organisme}, ${facture}, ${activite}, 'emise', 'facture', 'coforme', ${`FA-2026-000${rang + 1}`}, ${piece}, ${projet},
          '2026-02-10', '2026-03-12', ${lien.session}, ${lien.dossier}, ${lien.entreprise}, 'E', 'e', 'entreprise', 100000, 0, 100000,
          ${le}, ${g.personne})`.execute(tx)
      await sql`insert into facturation.ligne (organisme_id, id, activite_id, facture_id, rang, nature, libelle, quantite_millemes, unite,
          prix_centimes, montant_ht_centimes, taux_points)
        values (${g.organisme}, ${ligne}, ${activite}, ${facture}, 0, 'formation', 'F', 1000, 'forfait', 100000, 100000, 0)`.execute(
        tx,
      )
      await sql`insert into facturation.heures (organisme_id, activite_id, facture_id, ligne_id, inscription_id, minutes)
        values (${g.organisme}, ${activite}, ${facture}, ${ligne}, ${lien.inscription}, 180)`.execute(tx)
      await sql`insert into facturation.affectation (organisme_id, activite_id, facture_id, rang, source, session_id, dossier_id, le, par)
        values (${g.organisme}, ${activite}, ${facture}, 1, 'entreprise', ${lien.session}, ${lien.dossier}, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into facturation.releve (organisme_id, id, activite_id, nom_fichier, lu_le, par)
        values (${g.organisme}, ${releve}, ${activite}, 'r.csv', ${le}, ${g.personne})`.execute(tx)
      await sql`insert into facturation.mouvement (organisme_id, id, activite_id, releve_id, jour, montant_centimes, libelle, empreinte)
        values (${g.organisme}, ${mouvement}, ${activite}, ${releve}, '2026-02-20', 50000, 'VIR E', ${randomBytes(32)})`.execute(
        tx,
      )
      await sql`insert into facturation.reglement (organisme_id, id, activite_id, payeur_entreprise_id, payeur_nom, jour,
          montant_centimes, moyen, mouvement_id, enregistre_le, par)
        values (${g.organisme}, ${reglement}, ${activite}, ${lien.entreprise}, 'E', '2026-02-20', 50000, 'virement', ${mouvement}, ${le},
          ${g.personne})`.execute(tx)
      await sql`insert into facturation.imputation (organisme_id, id, activite_id, reglement_id, facture_id, montant_centimes, le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${reglement}, ${facture}, 50000, ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into facturation.relance (organisme_id, id, activite_id, facture_id, niveau, destinataire, objet, texte, envoyee_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${facture}, 1, 'e@exemple.fr', 'Facture', 'Elle attend.', ${le}, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into facturation.envoi (organisme_id, id, activite_id, facture_id, destinataire, objet, texte, demande_le, par, remis_le)
        values (${g.organisme}, ${newId()}, ${activite}, ${facture}, 'e@exemple.fr', 'Facture', 'Voici la facture.', ${le}, ${g.personne}, ${le})`.execute(
        tx,
      )
      await sql`insert into facturation.charge (organisme_id, id, activite_id, jour, compte, libelle, montant_ht_centimes, session_id, enregistree_le, par)
        values (${g.organisme}, ${charge}, ${activite}, '2026-02-10', '604', 'Formateur', 30000, ${lien.session}, ${le}, ${g.personne})`.execute(
        tx,
      )
      const recue = newId()
      await sql`insert into facturation.depot (organisme_id, id, activite_id, facture_id, voie, demande_le, par, depose_le, flux)
        values (${g.organisme}, ${newId()}, ${activite}, ${facture}, 'plateforme', ${le}, ${g.personne}, ${le}, ${`F${rang}`})`.execute(
        tx,
      )
      await sql`insert into facturation.recue (organisme_id, id, activite_id, empreinte, fichier, nom_fichier, pdf, recue_le, par, syntaxe, genre,
          numero, fournisseur, siren, ht_centimes, tva_centimes, ttc_centimes, charge_id)
        values (${g.organisme}, ${recue}, ${activite}, ${randomBytes(32).toString('hex')}, ${randomBytes(32).toString('hex')}, 'f.xml', false, ${le},
          ${g.personne}, 'CII', '380', ${`NC-${rang}`}, 'Numerik Commun', '999222222', 30000, 6000, 36000, ${charge})`.execute(
        tx,
      )
      await sql`insert into facturation.statut (organisme_id, id, activite_id, facture_id, code, le, appris_le, dit, flux)
        values (${g.organisme}, ${newId()}, ${activite}, ${facture}, 200, ${le}, ${le}, false, ${`S${rang}`})`.execute(
        tx,
      )
      await sql`insert into facturation.statut (organisme_id, id, activite_id, recue_id, code, le, appris_le, dit, par)
        values (${g.organisme}, ${newId()}, ${activite}, ${recue}, 205, ${le}, ${le}, true, ${g.personne})`.execute(
        tx,
      )
      await sql`insert into facturation.ecriture_passee (organisme_id, activite_id, cloture_id, numero, rang, origine, origine_id, journal,
          jour, piece, piece_le, compte, compte_libelle, libelle, debit_centimes, credit_centimes, validee_le)
        values (${g.organisme}, ${activite}, ${cloture}, ${rang + 1}, 0, 'facture', ${facture}, 'ventes', '2026-01-20', 'FA', '2026-01-20',
          '706100', 'Formations', 'FA', 0, 100000, '2026-02-10')`.execute(tx)
      await sql`insert into facturation.ecriture (organisme_id, id, activite_id, jour, compte, libelle, credit_centimes, facture_id, ligne_id,
          outil, numero, enregistree_le, par)
        values (${g.organisme}, ${newId()}, ${activite}, '2026-02-10', '706', 'Formation', 100000, ${facture}, ${ligne}, 'compta', ${`E${rang}`}, ${le},
          ${g.personne})`.execute(tx)
    }
  },
}
