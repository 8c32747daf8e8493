call app.proteger('questionnaires.modele', 'own');
call app.fermer_aux_liens('questionnaires.modele');

call app.proteger('questionnaires.version', 'own', preuve => true);
call app.fermer_aux_liens('questionnaires.version');

call app.proteger('questionnaires.campagne', 'own', activite => true);
call app.laisser_lire('questionnaires.campagne', 'organisme_id, id, anonyme, fermee_le');
call app.fermer_aux_liens('questionnaires.campagne');

call app.proteger('questionnaires.demande', 'own', activite => true);
call app.laisser_lire('questionnaires.demande', 'organisme_id, id, activite_id, campagne_id, arretee_le, repondue_le');
create policy porte_modifier on questionnaires.demande for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('questionnaires.demande');

call app.proteger('questionnaires.envoi', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('questionnaires.envoi');

call app.proteger('questionnaires.reponse', 'own', activite => true, preuve => true);
call app.laisser_lire('questionnaires.reponse', 'organisme_id, id');
create policy porte_ajouter on questionnaires.reponse for insert to coforme_porte with check (true);
call app.fermer_aux_liens('questionnaires.reponse');

call app.proteger('questionnaires.valeur', 'own', activite => true, preuve => true);
call app.laisser_lire('questionnaires.valeur', 'organisme_id, reponse_id');
create policy porte_ajouter on questionnaires.valeur for insert to coforme_porte with check (true);
call app.fermer_aux_liens('questionnaires.valeur');

call app.proteger('questionnaires.brouillon', 'own', activite => true);
call app.laisser_lire('questionnaires.brouillon', 'organisme_id, activite_id, demande_id, valeurs, garde_le');
create policy porte_ajouter on questionnaires.brouillon for insert to coforme_porte with check (true);
create policy porte_modifier on questionnaires.brouillon for update to coforme_porte using (true) with check (true);
create policy porte_retirer on questionnaires.brouillon for delete to coforme_porte using (true);
call app.fermer_aux_liens('questionnaires.brouillon');

call app.proteger('questionnaires.suite', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('questionnaires.suite');

call app.proteger('questionnaires.reglage', 'own');
create policy siege_ajouter on questionnaires.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_modifier on questionnaires.reglage as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('questionnaires.reglage');

call app.proteger('questionnaires.publication', 'publie', publie => 'retiree_le is null', activite => true);
call app.fermer_aux_liens('questionnaires.publication');
