call app.proteger('facturation.reglage', 'own');

-- Ce qui engage toute la coopérative ne s'écrit ni d'une enseigne, ni par un lien.
create policy siege_ajouter on facturation.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.reglage as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.reglage');

call app.proteger('facturation.projet', 'own', activite => true);
call app.fermer_aux_liens('facturation.projet');

call app.proteger('facturation.projet_ligne', 'own', activite => true);
call app.fermer_aux_liens('facturation.projet_ligne');

call app.proteger('facturation.projet_heures', 'own', activite => true);
call app.fermer_aux_liens('facturation.projet_heures');

call app.proteger('facturation.visa', 'own', activite => true, preuve => true);
create policy auteur on facturation.visa as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

-- Mêmes rôles que « pieces.viser » ; sans eux, un plafond qui la couvre, ou la place d’une personne absente, que la base pose.
create policy vise on facturation.visa as restrictive for insert to coforme_app
  with check ((select porte.peut_viser()) or plafond_id is not null or supplee_id is not null);
create trigger garder_visa_de_facture before insert on facturation.visa for each row execute function porte.garder_visa_de_facture();
call app.fermer_aux_liens('facturation.visa');

call app.proteger('facturation.facture', 'own', activite => true, preuve => true);
call app.laisser_lire('facturation.facture', 'organisme_id, id, provenance, genre, numero, piece_id, emise_le, echeance, dossier_id,
  payeur_entreprise_id, payeur_personne_id, corrige_id, total_ht_centimes, total_ttc_centimes');

-- L'auteur est la personne établie par le sceau.
create policy auteur on facturation.facture as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

create trigger garder after insert on facturation.facture for each row execute function porte.garder_facture();
call app.fermer_aux_liens('facturation.facture');

call app.proteger('facturation.ligne', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('facturation.ligne');

call app.proteger('facturation.heures', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('facturation.heures');

call app.proteger('facturation.affectation', 'own', activite => true, preuve => true);
create policy auteur on facturation.affectation as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));

-- Une facture d'ici ne se retire pas.
create policy emise on facturation.affectation as restrictive for insert to coforme_app with check (
  not retiree or exists (select from facturation.facture f where f.organisme_id = affectation.organisme_id
    and f.id = affectation.facture_id and f.provenance = 'enregistree'));
call app.fermer_aux_liens('facturation.affectation');

call app.proteger('facturation.releve', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('facturation.releve');

call app.proteger('facturation.mouvement', 'own', activite => true);
call app.fermer_aux_liens('facturation.mouvement');

call app.proteger('facturation.reglement', 'own', activite => true, preuve => true);
call app.laisser_lire('facturation.reglement', 'organisme_id, id, payeur_entreprise_id, payeur_personne_id, payeur_nom, montant_centimes,
  annule_id, rend_id');
create policy auteur on facturation.reglement as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
create trigger garder_avance after insert on facturation.reglement for each row
  when (new.rend_id is not null or new.annule_id is not null) execute function porte.garder_avance();
call app.fermer_aux_liens('facturation.reglement');

call app.proteger('facturation.imputation', 'own', activite => true, preuve => true);
call app.laisser_lire('facturation.imputation', 'organisme_id, reglement_id, montant_centimes');
create trigger garder after insert on facturation.imputation for each row execute function porte.garder_imputation();
call app.fermer_aux_liens('facturation.imputation');

call app.proteger('facturation.relance', 'own', activite => true, preuve => true);
create policy auteur on facturation.relance as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.relance');

call app.proteger('facturation.charge', 'own', activite => true);
call app.fermer_aux_liens('facturation.charge');

call app.proteger('facturation.ecriture', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('facturation.ecriture');

call app.proteger('facturation.exercice', 'own');
create policy siege_ajouter on facturation.exercice as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.exercice as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.exercice');

call app.proteger('facturation.envoi', 'own', activite => true);
create policy auteur on facturation.envoi as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.envoi');

call app.proteger('facturation.compte_choisi', 'own');
create policy siege_ajouter on facturation.compte_choisi as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.compte_choisi as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.compte_choisi');

-- La coopérative entière arrête ses écritures : une enseigne lit les siennes.
call app.proteger('facturation.cloture', 'own', preuve => true);
create policy auteur on facturation.cloture as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
create policy siege_ajouter on facturation.cloture as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.cloture');

call app.proteger('facturation.ecriture_passee', 'own', activite => true, preuve => true);
create policy siege_ajouter on facturation.ecriture_passee as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.ecriture_passee');

call app.proteger('facturation.plateforme', 'own');
call app.laisser_lire('facturation.plateforme', 'organisme_id, appel');
create policy siege_ajouter on facturation.plateforme as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.plateforme as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.plateforme as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.plateforme');

call app.proteger('facturation.boite', 'own');
create policy siege_ajouter on facturation.boite as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.boite as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.boite as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.boite');

call app.proteger('facturation.courrier_lu', 'own');
call app.fermer_aux_liens('facturation.courrier_lu');

call app.proteger('facturation.chorus', 'own');
create policy siege_ajouter on facturation.chorus as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.chorus as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.chorus as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.chorus');

call app.proteger('facturation.exigence', 'own');
call app.fermer_aux_liens('facturation.exigence');

call app.proteger('facturation.depot', 'own', activite => true);
create policy auteur on facturation.depot as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.depot');

call app.proteger('facturation.recue', 'own', activite => true);
create policy auteur on facturation.recue as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.recue');

call app.proteger('facturation.statut', 'own', activite => true);
create policy auteur on facturation.statut as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.statut');

call app.proteger('facturation.flux_lu', 'own');
call app.fermer_aux_liens('facturation.flux_lu');
