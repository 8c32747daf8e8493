call app.proteger('etapes.reglage', 'own');
create policy siege_ajouter on etapes.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_modifier on etapes.reglage as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('etapes.reglage');

call app.proteger('etapes.armement', 'own', activite => true);
call app.fermer_aux_liens('etapes.armement');

call app.proteger('etapes.arret', 'own');
call app.fermer_aux_liens('etapes.arret');

call app.proteger('etapes.empechement', 'own', activite => true);
call app.fermer_aux_liens('etapes.empechement');

call app.proteger('etapes.ecrit', 'own', activite => true);
call app.fermer_aux_liens('etapes.ecrit');

call app.proteger('etapes.message', 'own', activite => true);
call app.laisser_lire('etapes.message', 'organisme_id, id, adresse_cle');
call app.fermer_aux_liens('etapes.message');

call app.proteger('etapes.envoi', 'own', activite => true);
call app.fermer_aux_liens('etapes.envoi');

call app.proteger('etapes.adresse', 'own');
call app.fermer_aux_liens('etapes.adresse');

call app.proteger('etapes.desabonnement', 'own');
call app.laisser_lire('etapes.desabonnement', 'organisme_id, cle');
create policy porte_ajouter on etapes.desabonnement for insert to coforme_porte with check (true);
call app.fermer_aux_liens('etapes.desabonnement');

call app.proteger('etapes.cadence', 'own');

-- Chacun règle les siens, personne ceux d'un autre ; la tournée, sans personne, les lit tous.
create policy sien_ajouter on etapes.cadence as restrictive for insert to coforme_app with check (compte_id is not distinct from (select app.personne()));
create policy sien_modifier on etapes.cadence as restrictive for update to coforme_app using (compte_id is not distinct from (select app.personne()));
call app.fermer_aux_liens('etapes.cadence');

call app.proteger('etapes.avis', 'own');
create policy sien_lire on etapes.avis as restrictive for select to coforme_app
  using ((select app.personne()) is null or compte_id = (select app.personne()));
call app.fermer_aux_liens('etapes.avis');

call app.proteger('etapes.resume', 'own');
call app.fermer_aux_liens('etapes.resume');

call app.proteger('etapes.propre', 'own');
create policy siege_ajouter on etapes.propre as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_modifier on etapes.propre as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('etapes.propre');

call app.proteger('etapes.ecrit_personne', 'own', activite => true);
call app.fermer_aux_liens('etapes.ecrit_personne');
