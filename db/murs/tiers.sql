call app.proteger('tiers.entreprise', 'own', activite => true);
call app.laisser_lire('tiers.entreprise', 'organisme_id, id, nom, financeur_genre');
call app.fermer_aux_liens('tiers.entreprise');
-- Une fiche ne se retire qu'en défaisant l'import qui l'a faite, tant que le fichier est gardé ; ce qui la cite la retient.
create policy defaire_import on tiers.entreprise as restrictive for delete to coforme_app
  using (import_id in (select l.id from tiers.lecture_csv l where l.applique_le is not null and l.contenu is not null));

call app.proteger('tiers.personne', 'own', activite => true);
call app.laisser_lire('tiers.personne', 'organisme_id, id, activite_id, prenom, nom, courriel, pli, telephone, adresse, code_postal,
  ville, effacee_le');
create trigger tenir_mots after insert or update of pli, courriel, telephone on tiers.personne
  for each row execute function tiers.tenir_mots();
create trigger completer_employeur after update of entreprise_id on tiers.personne for each row
  when (old.entreprise_id is null and new.entreprise_id is not null) execute function inscriptions.completer_employeur();
call app.fermer_aux_liens('tiers.personne');
create policy defaire_import on tiers.personne as restrictive for delete to coforme_app
  using (import_id in (select l.id from tiers.lecture_csv l where l.applique_le is not null and l.contenu is not null));

call app.proteger('tiers.mot', 'own', activite => true, sauvegarde => false);
call app.fermer_aux_liens('tiers.mot');

call app.proteger('tiers.contact', 'own', activite => true);
call app.laisser_lire('tiers.contact', 'organisme_id, entreprise_id, personne_id, retire_le');
call app.fermer_aux_liens('tiers.contact');

call app.proteger('tiers.intervenant', 'own', activite => true);
call app.laisser_lire('tiers.intervenant', 'organisme_id, personne_id, compte_id, titres, rapport');
call app.fermer_aux_liens('tiers.intervenant');

call app.proteger('tiers.statut', 'own', activite => true);
call app.laisser_lire('tiers.statut', 'organisme_id, personne_id, du, au, statut');
call app.fermer_aux_liens('tiers.statut');

call app.proteger('tiers.fusion', 'own', activite => true);
call app.laisser_lire('tiers.fusion', 'organisme_id, garde_id, absorbe_id, defaite_le');

-- Qui réunit deux fiches est la personne établie par le sceau.
create policy auteur on tiers.fusion as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()) and defaite_le is null);
create policy defaiseur on tiers.fusion as restrictive for update to coforme_app
  using (true) with check (defaite_par is not distinct from (select app.personne()));
create trigger refuser_cercle after insert on tiers.fusion
  for each row execute function tiers.refuser_cercle('tiers.personne');
create trigger refuser_reprise after update on tiers.fusion for each row execute function tiers.refuser_reprise();
call app.fermer_aux_liens('tiers.fusion');

call app.proteger('tiers.fusion_entreprise', 'own', activite => true);
create policy auteur on tiers.fusion_entreprise as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()) and defaite_le is null);
create policy defaiseur on tiers.fusion_entreprise as restrictive for update to coforme_app
  using (true) with check (defaite_par is not distinct from (select app.personne()));
create trigger refuser_cercle after insert on tiers.fusion_entreprise
  for each row execute function tiers.refuser_cercle('tiers.entreprise');
create trigger refuser_reprise after update on tiers.fusion_entreprise for each row execute function tiers.refuser_reprise();
call app.fermer_aux_liens('tiers.fusion_entreprise');

call app.proteger('tiers.distinction', 'own', activite => true);

-- Réunir deux fiches est le geste de quelqu'un.
create policy quelqu_un on tiers.distinction as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('tiers.distinction');

call app.proteger('tiers.lecture_csv', 'own', activite => true);
create policy lien_ajouter on tiers.lecture_csv as restrictive for insert to coforme_app with check (not (select porte.par_lien()));
create policy lien_modifier on tiers.lecture_csv as restrictive for update to coforme_app using (not (select porte.par_lien()));
create policy lien_retirer on tiers.lecture_csv as restrictive for delete to coforme_app using (not (select porte.par_lien()));
