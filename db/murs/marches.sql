call app.proteger('marches.avis', 'public');

call app.proteger('marches.source', 'porte');

call app.proteger('marches.avis_apporte', 'own');
create policy auteur on marches.avis_apporte as restrictive for insert to coforme_app with check (recu_par = (select app.personne()));
call app.fermer_aux_liens('marches.avis_apporte');
call app.laisser_lire('marches.avis_apporte', 'organisme_id, idweb, contenu, recu_le');

call app.proteger('marches.profil', 'own');
call app.fermer_aux_liens('marches.profil');

call app.proteger('marches.suivi', 'own');
call app.fermer_aux_liens('marches.suivi');
call app.laisser_lire('marches.suivi', 'organisme_id, idweb, etat');

-- Chacun ne s’abonne que soi ; la tâche qui écrit, sans personne, note ce qu’elle a dit.
call app.proteger('marches.abonne', 'own');
create policy soi on marches.abonne as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_changer on marches.abonne as restrictive for update to coforme_app
  using (compte_id = (select app.personne()) or (select app.personne()) is null);
create policy soi_retirer on marches.abonne as restrictive for delete to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('marches.abonne');
call app.laisser_lire('marches.abonne', 'organisme_id, compte_id, jusque');

call app.proteger('marches.ouverture', 'collective', cle => 'pole_id', porte => 'porte.poles()');
call app.laisser_lire('marches.ouverture', 'pole_id, fermee_le');
create policy animation on marches.ouverture as restrictive for insert to coforme_app with check (
  pole_id = any ((select porte.poles_animes())::uuid[]) and par = (select app.personne()));
create policy animation_changer on marches.ouverture as restrictive for update to coforme_app using (
  pole_id = any ((select porte.poles_animes())::uuid[]) and fermee_le is null)
  with check (pole_id = any ((select porte.poles_animes())::uuid[]));
create trigger garder_ouverture before insert or update on marches.ouverture for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_ouverture();
call app.fermer_aux_liens('marches.ouverture');

call app.proteger('marches.regard', 'porte', sauvegarde => false);
call app.proteger('marches.rapprochement', 'porte');

-- Qui anime un pôle n’apprend rien, même de sa propre coopérative.
call app.proteger('marches.revelation', 'own', preuve => true);
call app.laisser_lire('marches.revelation', 'organisme_id, lot');
create policy porte_ajouter on marches.revelation for insert to coforme_porte with check (true);
create policy repond on marches.revelation as restrictive for select to coforme_app using ((select porte.repond_aux_marches()));
call app.fermer_aux_liens('marches.revelation');
call app.proteger('marches.nommee', 'own', preuve => true);
call app.laisser_lire('marches.nommee', 'organisme_id, lot, avec_id, le');
create policy porte_ajouter on marches.nommee for insert to coforme_porte with check (true);
create policy repond on marches.nommee as restrictive for select to coforme_app using ((select porte.repond_aux_marches()));
call app.fermer_aux_liens('marches.nommee');

call app.proteger('marches.membre', 'porte');
call app.proteger('marches.acces', 'porte');

call app.proteger('marches.groupement', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
create policy porte_ajouter on marches.groupement for insert to coforme_porte with check (true);
create policy porte_lire on marches.groupement for select to coforme_porte using (true);
create policy porte_changer on marches.groupement for update to coforme_porte using (true) with check (true);
create policy au_tour_de_table on marches.groupement as restrictive for update to coforme_app using (
  groupement_id = any ((select porte.groupements_ouverts())::uuid[]));
call app.fermer_aux_liens('marches.groupement');

call app.proteger('marches.necessite', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.necessite', 'groupement_id, organisme_id');
create policy porte_retirer on marches.necessite for delete to coforme_porte using (true);
create policy au_tour_de_table on marches.necessite as restrictive for insert to coforme_app with check (
  groupement_id = any ((select porte.groupements_ouverts())::uuid[]) and par = (select app.personne()));
create policy au_tour_de_table_changer on marches.necessite as restrictive for update to coforme_app using (
  groupement_id = any ((select porte.groupements_ouverts())::uuid[])) with check (par = (select app.personne()));
create trigger garder_dossier before insert or update on marches.necessite for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
call app.fermer_aux_liens('marches.necessite');

call app.proteger('marches.convention', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.convention', 'groupement_id, version, contenu, papier, empreinte, le');
create policy porte_retirer on marches.convention for delete to coforme_porte using (true);
create policy mandataire on marches.convention as restrictive for insert to coforme_app with check (
  groupement_id = any ((select porte.mandats())::uuid[]) and groupement_id = any ((select porte.groupements_ouverts())::uuid[])
  and par = (select app.personne()));
create trigger garder_dossier before insert on marches.convention for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
call app.fermer_aux_liens('marches.convention');

call app.proteger('marches.accord', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.accord', 'groupement_id, version, organisme_id');
create policy porte_retirer on marches.accord for delete to coforme_porte using (true);
create policy soi on marches.accord as restrictive for insert to coforme_app with check (
  groupement_id = any ((select porte.groupements_ouverts())::uuid[]) and par = (select app.personne()));
create trigger garder_dossier before insert on marches.accord for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_dossier();
call app.fermer_aux_liens('marches.accord');

call app.proteger('marches.signature', 'porte');

call app.proteger('marches.coffre', 'own');
create policy auteur on marches.coffre as restrictive for insert to coforme_app with check (par = (select app.personne()));
create policy repond on marches.coffre as restrictive for all to coforme_app using ((select porte.repond_aux_marches()));
create trigger garder_coffre before insert or update on marches.coffre for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_coffre();
call app.fermer_aux_liens('marches.coffre');

call app.proteger('marches.ecrit', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.ecrit', 'groupement_id, organisme_id, genre, cle, rang, contenu, le, par');
-- L’avis rendu par son lien : sa porte l’écrit.
create policy porte_ajouter on marches.ecrit for insert to coforme_porte with check (genre = 'conseil');
create policy porte_retirer on marches.ecrit for delete to coforme_porte using (true);
create policy auteur on marches.ecrit as restrictive for insert to coforme_app with check (
  par = (select app.personne()) and (genre not in ('reglement', 'secours', 'total', 'depot', 'marche', 'issue', 'commande', 'visa', 'reponse', 'negociation', 'memoire') or groupement_id = any ((select porte.mandats())::uuid[])));
create trigger garder_ecrit before insert on marches.ecrit for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_ecrit();
call app.fermer_aux_liens('marches.ecrit');

call app.proteger('marches.piece', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.piece', 'groupement_id, id, organisme_id, exigence, nom, type, taille, empreinte, expire_le, motif, le, retiree_le, retrait');
-- Ce qui porte des prix ne se lit que du mandataire et de qui l’a versé ; les autres en savent l’état par porte.pieces_du_dossier.
create policy prix on marches.piece as restrictive for select to coforme_app using (
  not exigence = any ((select porte.pieces_a_prix())::text[]) or organisme_id = (select app.organisme())
  or groupement_id = any ((select porte.mandats())::uuid[]));
create policy porte_retirer on marches.piece for delete to coforme_porte using (true);
create policy auteur on marches.piece as restrictive for insert to coforme_app with check (
  par = (select app.personne()) and (exigence <> 'accuse' or groupement_id = any ((select porte.mandats())::uuid[])));
create trigger garder_piece before insert or update on marches.piece for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_piece();
call app.fermer_aux_liens('marches.piece');

call app.proteger('marches.pli', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
create policy porte_lire on marches.pli for select to coforme_porte using (true);
create policy porte_ajouter on marches.pli for insert to coforme_porte with check (true);
create policy porte_retirer on marches.pli for delete to coforme_porte using (true);
call app.proteger('marches.pli_chiffre', 'porte');
call app.proteger('marches.levee', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
create policy porte_lire on marches.levee for select to coforme_porte using (true);
create policy porte_ajouter on marches.levee for insert to coforme_porte with check (true);

call app.proteger('marches.bloc', 'own');
create policy auteur on marches.bloc as restrictive for insert to coforme_app with check (par = (select app.personne()));
create policy repond on marches.bloc as restrictive for all to coforme_app using ((select porte.repond_aux_marches()));
create trigger garder_bloc before insert or update on marches.bloc for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_bloc();
call app.fermer_aux_liens('marches.bloc');
call app.proteger('marches.lecture', 'porte');
