call app.proteger('cae.visa', 'own', activite => true, preuve => true);
create policy auteur on cae.visa as restrictive for insert to coforme_app
  with check (par is not null and par = (select app.personne()));
create policy vise on cae.visa as restrictive for insert to coforme_app with check ((select porte.peut_viser()) or plafond_id is not null or supplee_id is not null);
call app.fermer_aux_liens('cae.visa');
call app.proteger('cae.plafond', 'own');
call app.laisser_lire('cae.plafond', 'organisme_id, id, compte_id, pour, genre, plafond_centimes, cumul_mensuel_centimes, du, au, revoque_le');
-- L’équipe d’appui laisse chacune et chacun viser ses pièces ; elle-même n’est bornée que par la direction.
create policy donne on cae.plafond as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and case pour when 'soi' then (select porte.peut_viser()) else (select porte.dirige()) end);
create policy revoque on cae.plafond as restrictive for update to coforme_app using (
  (select app.toutes_activites()) and compte_id <> (select app.personne()) and revoque_le is null
  and case pour when 'soi' then (select porte.peut_viser()) else (select porte.dirige()) end)
  with check (revoque_le is not null and revoque_par = (select app.personne()));
call app.fermer_aux_liens('cae.plafond');
call app.proteger('cae.ouverture', 'own', activite => true, preuve => true);
create policy auteur on cae.ouverture as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
call app.fermer_aux_liens('cae.ouverture');
call app.laisser_lire('cae.visa', 'organisme_id, plafond_id, montant_centimes, decide_le');
call app.laisser_lire('documents.piece', 'activite_id, donnees, emise_par');
create trigger garder_plafond before insert on cae.visa for each row execute function porte.garder_plafond();
call app.proteger('cae.absence', 'own');
call app.laisser_lire('cae.absence', 'organisme_id, compte_id, suppleant_id, du, au, revoquee_le');
-- La personne le dit d’elle-même, ou la direction d’une autre ; le suppléant ne se nomme pas, et lit toutes les enseignes.
create policy pose on cae.absence as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and suppleant_id <> (select app.personne())
  and (compte_id = (select app.personne()) or (select porte.dirige())) and compte_id = any ((select porte.peuvent_etre_supplees())::uuid[])
  and suppleant_id = any ((select porte.peuvent_suppleer())::uuid[]));
create policy revoque on cae.absence as restrictive for update to coforme_app
  using (revoquee_le is null and (compte_id = (select app.personne()) or (select porte.dirige())))
  with check (revoquee_le is not null and revoquee_par = (select app.personne()));
call app.fermer_aux_liens('cae.absence');
call app.proteger('cae.seuil', 'own');
call app.laisser_lire('cae.seuil', 'organisme_id, genre, montant_centimes');
create policy pose on cae.seuil as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.dirige()));
create policy change on cae.seuil as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.dirige())) with check (pose_par = (select app.personne()));
create policy ote on cae.seuil as restrictive for delete to coforme_app using ((select app.toutes_activites()) and (select porte.dirige()));
call app.fermer_aux_liens('cae.seuil');
call app.proteger('cae.suite_de_visa', 'own', activite => true, preuve => true);
call app.laisser_lire('cae.suite_de_visa', 'organisme_id, id, piece_id, visa_facture_id, genre, note, le, plafond_id');
create policy auteur on cae.suite_de_visa as restrictive for insert to coforme_app with check (par is not null and par = (select app.personne()));
create trigger garder_suite_de_visa before insert on cae.suite_de_visa for each row execute function porte.garder_suite_de_visa();
call app.fermer_aux_liens('cae.suite_de_visa');
call app.proteger('cae.pas_de_visa', 'porte');
call app.proteger('cae.ouverture_de_projet', 'own', activite => true, preuve => true);
create policy auteur on cae.ouverture_de_projet as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
call app.fermer_aux_liens('cae.ouverture_de_projet');
call app.laisser_lire('cae.visa', 'organisme_id, piece_id, decision, par, supplee_id, a_deux, conditions');
call app.laisser_lire('facturation.visa', 'organisme_id, id, projet_id, version, decision, par, le, plafond_id, montant_centimes, a_deux, conditions, motif, supplee_id');
call app.laisser_lire('facturation.projet', 'organisme_id, id, activite_id, genre, etat, version, cree_par');
call app.laisser_lire('facturation.projet_ligne', 'organisme_id, projet_id, montant_ht_centimes');
call app.proteger('cae.mission', 'own');
call app.laisser_lire('cae.mission', 'organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, intervenant_id, corrige_id, cle, tarif_centimes, taux_points, du, au,
  etat, demandee_par, constat_cote, constatee_par, montant_centimes');
-- Deux enseignes la lisent, et elles seules ; ce que chacune peut y faire est dans porte.pas_de_mission.
create policy parties_lire on cae.mission as restrictive for select to coforme_app using (
  (select app.toutes_activites()) or acheteuse_id = any ((select app.activites())::uuid[]) or vendeuse_id = any ((select app.activites())::uuid[]));
create policy parties_changer on cae.mission as restrictive for update to coforme_app using (
  (select app.toutes_activites()) or acheteuse_id = any ((select app.activites())::uuid[]) or vendeuse_id = any ((select app.activites())::uuid[]));
call app.fermer_aux_liens('cae.mission');
-- Ce que la maintenance remet, ou efface d’un nom, n’est le geste de personne.
create trigger garder_mission before insert or update on cae.mission for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_mission();
call app.proteger('cae.bareme', 'own');
create policy siennes on cae.bareme as restrictive for select to coforme_app using (
  enseigne_id is null or (select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[]));
create policy pose on cae.bareme as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.peut_viser()));
create policy retire on cae.bareme as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.peut_viser()) and retire_le is null)
  with check (retire_le is not null and retire_par = (select app.personne()));
call app.fermer_aux_liens('cae.bareme');
call app.proteger('cae.reglage', 'own');
create policy siege_ajouter on cae.reglage as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.peut_viser()));
create policy siege_changer on cae.reglage as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.peut_viser())) with check (modifie_par = (select app.personne()));
call app.fermer_aux_liens('cae.reglage');
call app.proteger('cae.comite', 'own');
call app.laisser_lire('cae.comite', 'organisme_id, quorum, exige_depuis, revue_mois');
call app.proteger('cae.membre_du_comite', 'own');
call app.laisser_lire('cae.membre_du_comite', 'organisme_id, compte_id, du, au');
do $$
declare t text;
begin
  foreach t in array '{comite,membre_du_comite}'::text[] loop
    execute format('create policy siege_ajouter on cae.%I as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.dirige()))', t);
    execute format('create policy siege_changer on cae.%I as restrictive for update to coforme_app using ((select app.toutes_activites()) and (select porte.dirige()))', t);
    execute format('call app.fermer_aux_liens(%L)', 'cae.' || t);
  end loop;
end $$;
-- Qui ne peut ouvrir un dossier ne le juge pas.
create policy peut_juger on cae.membre_du_comite as restrictive for insert to coforme_app with check (compte_id = any ((select porte.peuvent_sieger())::uuid[]));
-- Qui siège lit les dossiers de toutes les enseignes, et rien d’autre d’elles.
call app.proteger('cae.parcours', 'own', activite => true, invite => '(select porte.siege_au_comite())');
call app.laisser_lire('cae.parcours', 'organisme_id, id, activite_id, personne_id, compte_id, nature, role, etat');
create policy porte_decider on cae.parcours for update to coforme_porte using (true) with check (true);
create policy demande on cae.parcours as restrictive for insert to coforme_app with check (
  (select porte.suit_les_habilitations()) and demande_par = (select app.personne())
  -- De qui est le dossier ne se choisit pas : c’est le compte de cette personne, s’il en est un.
  and compte_id is not distinct from (select i.compte_id from tiers.intervenant i where i.organisme_id = parcours.organisme_id and i.personne_id = parcours.personne_id)
  -- Qui anime demande pour soi.
  and (compte_id = (select app.personne()) or (select porte.suit_toutes_les_habilitations())));
create policy abandonne on cae.parcours as restrictive for update to coforme_app using (
  etat = 'ouvert' and (select porte.suit_les_habilitations()) and (compte_id = (select app.personne()) or (select porte.suit_toutes_les_habilitations())))
  with check (etat = 'abandonne');
create trigger garder_parcours before insert on cae.parcours for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_parcours();
call app.fermer_aux_liens('cae.parcours');
call app.proteger('cae.etape', 'own', activite => true, invite => '(select porte.siege_au_comite())', preuve => true);
create policy suit on cae.etape as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('cae.etape');
call app.proteger('cae.avis', 'own', preuve => true);
call app.laisser_lire('cae.avis', 'organisme_id, parcours_id, compte_id, avis');
create policy entre_membres on cae.avis as restrictive for select to coforme_app using (
  (select porte.peut_viser()) or (select porte.siege_au_comite()) or compte_id = (select app.personne()));
create policy auteur on cae.avis as restrictive for insert to coforme_app with check (compte_id = (select app.personne()) and (select porte.siege_au_comite()));
create trigger garder_avis before insert on cae.avis for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_avis();
call app.fermer_aux_liens('cae.avis');
call app.proteger('cae.habilitation', 'own', activite => true, invite => '(select porte.siege_au_comite())');
call app.laisser_lire('cae.habilitation', 'organisme_id, personne_id, nature, role, du, au, suspendue_le');
create policy porte_habiliter on cae.habilitation for insert to coforme_porte with check (true);
create policy porte_prolonger on cae.habilitation for update to coforme_porte using (true) with check (true);
call app.laisser_lire('cae.habilitation', 'id, activite_id, parcours_id, prolongee_le');
call app.laisser_lire('cae.etape', 'organisme_id, parcours_id, genre, faite_le, le');
create policy suspend on cae.habilitation as restrictive for update to coforme_app
  using ((select porte.peut_viser())) with check (suspendue_par is null or suspendue_par = (select app.personne()));
call app.fermer_aux_liens('cae.habilitation');
call app.proteger('cae.derogation', 'own', activite => true, preuve => true);
call app.laisser_lire('cae.derogation', 'organisme_id, session_id, personne_id');
create policy deroge on cae.derogation as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and par = (select app.personne()));
call app.fermer_aux_liens('cae.derogation');
-- Une session ne se confirme, ni ne commence, qu’avec des gens habilités à ses dates, ou par dérogation.
create trigger garder_habilitation after update of etat, nature, formateur_id on sessions.session for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_habilitation();
-- Confirmée, elle n’en reçoit pas d’autres.
create trigger garder_affectation after insert or update of confiee_a_id on sessions.affectation for each row
  when (new.confiee_a_id is null and current_user <> 'coforme_maintenance') execute function porte.garder_affectation();
create trigger garder_affectation after update of jour, tenue, session_id on sessions.seance for each row
  when (new.tenue and (not old.tenue or new.jour <> old.jour or new.session_id <> old.session_id) and current_user <> 'coforme_maintenance')
  execute function porte.garder_affectation();
call app.laisser_lire('sessions.session', 'nature');
call app.laisser_lire('sessions.affectation', 'confiee_a_id');
call app.laisser_lire('inscriptions.dossier', 'regime');
call app.proteger('cae.situation', 'own');
-- Une personne lit la sienne, et qui en a noté une la lit ; l’équipe d’appui et la direction, celles de leurs enseignes, et elles seules en
-- écrivent. Une collègue de l’enseigne n’en lit rien : le mur des enseignes, que chacune franchit chez soi, n’y suffit pas.
create policy personnelle on cae.situation as restrictive for select to coforme_app using (
  ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[]))
  and ((select porte.peut_viser()) or notee_par = (select app.personne())
  or personne_id in (select i.personne_id from tiers.intervenant i where i.organisme_id = situation.organisme_id and i.compte_id = (select app.personne()))));
create policy note on cae.situation as restrictive for insert to coforme_app with check ((select porte.peut_viser())
  and ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[])));
create policy ote on cae.situation as restrictive for update to coforme_app using ((select porte.peut_viser()) and retiree_le is null
  and ((select app.toutes_activites()) or enseigne_id = any ((select app.activites())::uuid[])))
  with check (retiree_le is not null and retiree_par = (select app.personne()));
call app.fermer_aux_liens('cae.situation');
call app.proteger('cae.titulaire', 'own', activite => true, preuve => true);
create policy dit on cae.titulaire as restrictive for insert to coforme_app with check ((select porte.peut_viser()) and dit_par = (select app.personne()));
-- Ce qui n’est pas de l’enseigne ne s’y attribue pas. Un support est d’un module que la base ne connaît pas d’ici : la page seule le vérifie.
create policy de_l_enseigne on cae.titulaire as restrictive for insert to coforme_app with check (
  case genre
    when 'client' then exists (select from tiers.entreprise e where e.organisme_id = titulaire.organisme_id and e.id = titulaire.objet_id and e.activite_id = titulaire.activite_id)
    when 'programme' then exists (select from catalogue.offre o where o.organisme_id = titulaire.organisme_id and o.id = titulaire.objet_id and o.activite_id = titulaire.activite_id)
    else true end
  and (personne_id is null or exists (select from tiers.intervenant i
    where i.organisme_id = titulaire.organisme_id and i.personne_id = titulaire.personne_id and i.activite_id = titulaire.activite_id)));
call app.fermer_aux_liens('cae.titulaire');
call app.proteger('cae.transfert', 'porte');
call app.proteger('cae.accord_de_transfert', 'porte');
call app.proteger('cae.fichier_de_transfert', 'porte');
call app.laisser_lire('tiers.intervenant', 'activite_id');
call app.proteger('cae.reserve', 'own', activite => true);
call app.laisser_lire('cae.reserve', 'organisme_id, id, activite_id, le, montant_centimes, accorde_le');
create policy propose on cae.reserve as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and (select porte.peut_viser()) and propose_par = (select app.personne()));
-- L’enseigne accorde, ou refuse ; l’équipe d’appui retire ce qu’elle a proposé. Ni l’une ni l’autre pour l’autre.
create policy repond on cae.reserve as restrictive for update to coforme_app using (accorde_le is null and retire_le is null) with check (
  case when accorde_le is not null then accorde_par = (select app.personne()) and not (select app.toutes_activites())
    else retire_par = (select app.personne()) end);
create trigger garder_reserve before insert or update on cae.reserve for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_reserve();
call app.fermer_aux_liens('cae.reserve');
