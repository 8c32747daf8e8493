call app.proteger('sessions.session', 'own', activite => true);
call app.laisser_lire('sessions.session', 'organisme_id, id, activite_id, numero, intitule, etat, zone, lieu, formateur, formateur_id,
  sel, cree_le, modalite, lien_connexion, premier_jour, dernier_jour, offre_id, annoncee_le');
create policy porte_bords on sessions.session for update to coforme_porte using (true) with check (true);
create trigger poser_bords before insert on sessions.session for each row execute function porte.poser_bords();
create trigger garder_modalites before update of modalite on sessions.session for each row
  when (new.modalite is distinct from old.modalite and new.modalite <> 'mixte') execute function porte.garder_modalites();
create constraint trigger parution after update of annoncee_le, etat, premier_jour, dernier_jour, lieu on sessions.session
  deferrable initially deferred for each row when (old.annoncee_le is not null or new.annoncee_le is not null)
  execute function porte.noter_parution();
call app.fermer_aux_liens('sessions.session');

call app.proteger('sessions.compteur', 'own');
call app.fermer_aux_liens('sessions.compteur');

call app.proteger('sessions.seance', 'own', activite => true);
call app.laisser_lire('sessions.seance', 'organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes,
  debut, fin, tenue, lieu, reprise, modalite');
create trigger suivre after insert or update of debut, fin, tenue on sessions.seance for each row execute function porte.suivre_seance();
create trigger garder_signee before update on sessions.seance for each row execute function porte.garder_seance_signee();
create trigger suivre_bords_ajout after insert on sessions.seance referencing new table as touchees
  for each statement execute function porte.suivre_bords();
create trigger suivre_bords_retrait after delete on sessions.seance referencing old table as touchees
  for each statement execute function porte.suivre_bords();

-- Une séance ne change pas de session (la clé d'un changement serait à suivre des deux côtés) : ses jours seuls bougent.
create trigger suivre_bords_changement after update on sessions.seance referencing new table as touchees
  for each statement execute function porte.suivre_bords();
create trigger garder_modalite before insert or update of modalite, session_id on sessions.seance for each row
  when (new.modalite is not null) execute function porte.garder_modalite();
call app.fermer_aux_liens('sessions.seance');

call app.proteger('sessions.action', 'own', activite => true);
call app.fermer_aux_liens('sessions.action');

call app.proteger('sessions.salle', 'own');
call app.laisser_lire('sessions.salle', 'organisme_id, id, nom');
call app.fermer_aux_liens('sessions.salle');

call app.proteger('sessions.seance_salle', 'own', activite => true);
call app.laisser_lire('sessions.seance_salle', 'organisme_id, seance_id, salle_id');
create trigger suivre after insert or delete on sessions.seance_salle for each row execute function porte.suivre_salle();
call app.fermer_aux_liens('sessions.seance_salle');

call app.proteger('sessions.affectation', 'own', activite => true);
call app.laisser_lire('sessions.affectation', 'organisme_id, id, seance_id, personne_id, compte_id, cle');
create trigger poser_cle before insert on sessions.affectation for each row execute function porte.poser_cle();
create trigger suivre after insert or delete on sessions.affectation for each row execute function porte.suivre_affectation();
create policy porte_cle on sessions.affectation for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('sessions.affectation');

call app.proteger('sessions.occupation', 'porte', sauvegarde => false);

call app.proteger('sessions.abonnement', 'own');
call app.laisser_lire('sessions.abonnement', 'organisme_id, id, genre, objet_id, nom, jeton, cree_par, revoque_le, lu_le');
create policy sien on sessions.abonnement as restrictive for all to coforme_app
  using (cree_par = (select app.personne()) or (select app.toutes_activites()))
  with check (cree_par = (select app.personne()) or (select app.toutes_activites()));
create policy auteur on sessions.abonnement as restrictive for insert to coforme_app
  with check (cree_par = (select app.personne()) and not (select porte.par_lien()));
create policy lien_modifier on sessions.abonnement as restrictive for update to coforme_app using (not (select porte.par_lien()));
create policy lien_retirer on sessions.abonnement as restrictive for delete to coforme_app using (not (select porte.par_lien()));
create policy porte_lu on sessions.abonnement for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('sessions.abonnement');

call app.proteger('sessions.provenance', 'own', activite => true);
call app.fermer_aux_liens('sessions.provenance');

call app.proteger('sessions.agenda', 'own', activite => true);
create policy auteur on sessions.agenda as restrictive for insert to coforme_app with check (cree_par = (select app.personne()));
call app.fermer_aux_liens('sessions.agenda');

call app.proteger('sessions.occupe_dehors', 'own', activite => true);
call app.fermer_aux_liens('sessions.occupe_dehors');

call app.proteger('sessions.conge', 'own', activite => true);
call app.fermer_aux_liens('sessions.conge');
