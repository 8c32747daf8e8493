call app.proteger('emargement.maillon', 'own', activite => true, preuve => true);
create policy porte_lire on emargement.maillon for select to coforme_porte using (true);
create policy porte_ajouter on emargement.maillon for insert to coforme_porte with check (true);
call app.fermer_aux_liens('emargement.maillon');

call app.proteger('emargement.prive', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.prive', 'organisme_id, activite_id, maillon_id, part');
create policy porte_ajouter on emargement.prive for insert to coforme_porte with check (true);
create policy porte_effacer on emargement.prive for delete to coforme_porte using (true);

call app.proteger('emargement.invitation', 'own', activite => true);
call app.laisser_lire('emargement.invitation', 'organisme_id, id, activite_id, inscription_id, seance_id, envois');
call app.fermer_aux_liens('emargement.invitation');

call app.proteger('emargement.signature', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.signature', 'organisme_id, inscription_id, seance_id, maillon_id, signee_le');
create policy auteur on emargement.signature as restrictive for insert to coforme_app
  with check (regularisee_par is null or regularisee_par = (select app.personne()));

-- Une case : celle de son invitation, ou celles de la séance où la tablette est posée ; jamais une régularisation.
create policy lien_ajouter on emargement.signature as restrictive for insert to coforme_app
  with check (not (select porte.par_lien()) or not regularisation and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = signature.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = signature.inscription_id and i.seance_id = signature.seance_id) and (select porte.code_prouve())));
create policy porte_ajouter on emargement.signature for insert to coforme_porte with check (true);
call app.fermer_aux_liens('emargement.signature');

call app.proteger('emargement.absence', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.absence', 'organisme_id, inscription_id, seance_id');

-- L'auteur d'une preuve est la personne établie par le sceau : on ne note pas une absence au nom d'un autre.
create policy auteur on emargement.absence as restrictive for insert to coforme_app
  with check (notee_par is not distinct from (select app.personne()));
call app.fermer_aux_liens('emargement.absence');

call app.proteger('emargement.cloture', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.cloture', 'organisme_id, seance_id');
create policy auteur on emargement.cloture as restrictive for insert to coforme_app
  with check (close_par is not distinct from (select app.personne()));
call app.fermer_aux_liens('emargement.cloture');

call app.proteger('emargement.jalon', 'own', preuve => true);
call app.laisser_lire('emargement.jalon', 'organisme_id, numero, contenu, signature, pose_le');
call app.fermer_aux_liens('emargement.jalon');

call app.proteger('emargement.certificat', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.certificat', 'organisme_id, inscription_id, piece_id, minutes');
call app.fermer_aux_liens('emargement.certificat');

call app.proteger('emargement.rectification', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.rectification', 'organisme_id, inscription_id, seance_id');

-- L'auteur d'une preuve est la personne établie par le sceau (nulle pour un lien ou une tablette).
create policy auteur on emargement.rectification as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
create policy lien_ajouter on emargement.rectification as restrictive for insert to coforme_app
  with check (not (select porte.par_lien()) or genre in ('presence', 'doublon') and (seance_id = (select porte.objet())
    or exists (select from emargement.invitation i where i.organisme_id = rectification.organisme_id and i.id = (select porte.objet())
      and i.inscription_id = rectification.inscription_id and i.seance_id = rectification.seance_id) and (select porte.code_prouve())));
call app.fermer_aux_liens('emargement.rectification');

call app.proteger('emargement.contresignature', 'own', activite => true, preuve => true);
call app.laisser_lire('emargement.contresignature', 'organisme_id, seance_id');
create policy auteur on emargement.contresignature as restrictive for insert to coforme_app
  with check (par = (select app.personne()));
call app.fermer_aux_liens('emargement.contresignature');

call app.proteger('emargement.tablette', 'own', activite => true);
call app.laisser_lire('emargement.tablette', 'organisme_id, id, activite_id, seance_id, jeton, ouverte_par, expire_le, fermee_le');
create policy auteur on emargement.tablette as restrictive for insert to coforme_app
  with check (ouverte_par = (select app.personne()));
call app.fermer_aux_liens('emargement.tablette');

call app.proteger('emargement.appareil', 'own');

-- Un appareil retiré ne revient pas, et c'est sous son nom qu'on le retire.
create policy retrait on emargement.appareil as restrictive for update to coforme_app
  using (retire_le is null) with check (retire_par is null or retire_par = (select app.personne()));
call app.fermer_aux_liens('emargement.appareil');

call app.proteger('emargement.emport', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('emargement.emport');

call app.proteger('emargement.passage', 'own', preuve => true);
call app.fermer_aux_liens('emargement.passage');

call app.proteger('emargement.geste_refuse', 'own', preuve => true);
call app.fermer_aux_liens('emargement.geste_refuse');

call app.proteger('emargement.hors_ligne', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('emargement.hors_ligne');

call app.proteger('emargement.activite_prevue', 'own', activite => true);
call app.fermer_aux_liens('emargement.activite_prevue');

call app.proteger('emargement.element_probant', 'own', activite => true, preuve => true);
create policy auteur on emargement.element_probant as restrictive for insert to coforme_app
  with check (note_par is not distinct from (select app.personne()));
call app.fermer_aux_liens('emargement.element_probant');

call app.proteger('emargement.liste_connexion', 'own', activite => true, preuve => true);
create policy auteur on emargement.liste_connexion as restrictive for insert to coforme_app
  with check (recue_par is not distinct from (select app.personne()));
call app.fermer_aux_liens('emargement.liste_connexion');

call app.proteger('emargement.connexion', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('emargement.connexion');

call app.proteger('emargement.rapprochement', 'own', activite => true, preuve => true);
create policy auteur on emargement.rapprochement as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('emargement.rapprochement');

call app.proteger('emargement.temoin', 'porte');

call app.proteger('emargement.jalon_garde', 'own', preuve => true);
call app.laisser_lire('emargement.jalon_garde', 'organisme_id, de_organisme_id, jalon, numero');
create policy porte_ajouter on emargement.jalon_garde for insert to coforme_porte with check (true);
call app.fermer_aux_liens('emargement.jalon_garde');

call app.proteger('emargement.contreseing', 'own', preuve => true);
call app.laisser_lire('emargement.contreseing', 'organisme_id, de_organisme_id, jalon, vaut, raison, contenu, signature, cle, le');
create policy lien_ajouter on emargement.contreseing as restrictive for insert to coforme_app with check (not (select porte.par_lien()));
call app.fermer_aux_liens('emargement.contreseing');

call app.proteger('emargement.reglage', 'own');
call app.laisser_lire('emargement.reglage', 'organisme_id, depuis, avance_min, code_au_lien, code_financeurs');
create policy auteur on emargement.reglage as restrictive for insert to coforme_app with check (regle_par = (select app.personne()));
create policy auteur_change on emargement.reglage as restrictive for update to coforme_app using (true) with check (regle_par = (select app.personne()));
call app.fermer_aux_liens('emargement.reglage');

call app.proteger('emargement.passerelle_sms', 'own');
call app.laisser_lire('emargement.passerelle_sms', 'organisme_id');
create policy auteur on emargement.passerelle_sms as restrictive for insert to coforme_app with check (posee_par = (select app.personne()));
call app.fermer_aux_liens('emargement.passerelle_sms');

call app.proteger('emargement.sequence_suivie', 'own', activite => true);
create policy auteur on emargement.sequence_suivie as restrictive for insert to coforme_app with check (dite_par = (select app.personne())
  and not exists (select from emargement.cloture c where c.organisme_id = sequence_suivie.organisme_id and c.seance_id = sequence_suivie.seance_id));
create policy auteur_change on emargement.sequence_suivie as restrictive for update to coforme_app
  using (not exists (select from emargement.cloture c where c.organisme_id = sequence_suivie.organisme_id and c.seance_id = sequence_suivie.seance_id))
  with check (dite_par = (select app.personne()));
call app.fermer_aux_liens('emargement.sequence_suivie');

call app.proteger('emargement.feuille_papier', 'own', activite => true, preuve => true);
create policy auteur on emargement.feuille_papier as restrictive for insert to coforme_app with check (jointe_par = (select app.personne()));
call app.fermer_aux_liens('emargement.feuille_papier');
