call app.proteger('cae.visa', 'own', activite => true, preuve => true);
create policy auteur on cae.visa as restrictive for insert to coforme_app
  with check (par is not null and par = (select app.personne()));
create policy vise on cae.visa as restrictive for insert to coforme_app with check ((select porte.peut_viser()) or plafond_id is not null);
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
