call app.proteger('mutualisation.regle', 'porte', preuve => true);
call app.proteger('mutualisation.compte', 'porte');
call app.proteger('mutualisation.proposition', 'porte');
call app.proteger('mutualisation.arrete', 'porte');
call app.proteger('mutualisation.releve_signe', 'porte', preuve => true);
call app.proteger('mutualisation.mouvement', 'porte', preuve => true);
call app.proteger('mutualisation.desaccord', 'porte');
call app.proteger('mutualisation.accord_soldes', 'porte');
call app.proteger('mutualisation.fiche', 'porte');
call app.proteger('mutualisation.competence', 'porte');
call app.proteger('mutualisation.consentement', 'porte');
call app.proteger('mutualisation.prise_de_contact', 'porte');
-- Libre ou occupé, sans quoi ni où.
call app.laisser_lire('sessions.conge', 'organisme_id, personne_id, du, au, retire_le');
call app.laisser_lire('sessions.occupe_dehors', 'organisme_id, personne_id, du, au, genre');
call app.proteger('mutualisation.appel', 'porte');
call app.proteger('mutualisation.appel_date', 'porte');
call app.proteger('mutualisation.reponse', 'porte');
call app.proteger('mutualisation.mission', 'porte');
call app.proteger('mutualisation.contrat_de_mission', 'porte');
call app.proteger('mutualisation.remise', 'porte');
call app.proteger('mutualisation.remise_piece', 'porte');
call app.proteger('mutualisation.remise_lecture', 'porte', preuve => true);
-- Ce que la personne peut remettre d’elle : les lignes de ses registres, et leurs fichiers.
call app.laisser_lire('qualite.registre', 'organisme_id, id, rang, genre, titre, le, personne_id, responsable_id, contenu, retire, expire_le');
call app.laisser_lire('qualite.jointe', 'organisme_id, id, ligne_id, nom, fichier, type, expire_le, jointe_le');
call app.laisser_lire('qualite.jointe_retrait', 'organisme_id, jointe_id');
-- À qui l’autre coopérative demande de signer.
call app.laisser_lire('organisme.signataire', 'organisme_id, id, compte_id, nom, qualite, genre, pieces, plafond_centimes, debut, fin, revoquee_le');
create trigger suivre after insert or update of etat, expire_le on mutualisation.mission for each row execute function porte.suivre_mission();
call app.proteger('mutualisation.bien', 'porte');
call app.proteger('mutualisation.bien_photo', 'porte');
call app.proteger('mutualisation.reservation', 'porte');
create trigger suivre after insert or update of etat, expire_le on mutualisation.reservation for each row execute function porte.suivre_reservation();
call app.laisser_lire('facturation.facture', 'activite_id');
call app.proteger('mutualisation.regle_commune', 'porte', preuve => true);
call app.proteger('mutualisation.membre_commun', 'porte');
-- Personne n’emploie ailleurs la déclaration d’activité, donc le certificat, de l’organisme commun dont il est membre.
create trigger garder_declaration before insert or update of nda on organisme.organisme for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_declaration();
call app.proteger('mutualisation.accord_conjoint', 'porte');
call app.proteger('mutualisation.accord_signe', 'porte');
call app.proteger('mutualisation.retour', 'porte');
call app.proteger('mutualisation.derogation', 'own', activite => true, preuve => true);
call app.laisser_lire('mutualisation.derogation', 'organisme_id, session_id, personne_id');
create policy deroge on mutualisation.derogation as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('mutualisation.derogation');
-- Une session ne se confirme, ni ne commence, et n’en reçoit pas confirmée, sans le dossier 21/22 des personnes prêtées, ou par dérogation.
create trigger garder_dossier_remis after update of etat on sessions.session for each row
  when (new.etat <> old.etat and current_user <> 'coforme_maintenance') execute function porte.garder_dossier_remis();
create trigger garder_dossier_remis after insert on sessions.affectation for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier_remis();
create trigger garder_dossier_remis after update of debut, fin, tenue, session_id on sessions.seance for each row
  when (new.tenue and (not old.tenue or new.debut <> old.debut or new.fin <> old.fin or new.session_id <> old.session_id) and current_user <> 'coforme_maintenance')
  execute function porte.garder_dossier_remis();
