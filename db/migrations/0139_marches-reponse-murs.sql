-- À part : les murs nomment des portes, qui ne se posent qu’une fois les tables là.
call app.proteger('marches.coffre', 'own');
create policy auteur on marches.coffre as restrictive for insert to coforme_app with check (par = (select app.personne()));
create policy repond on marches.coffre as restrictive for all to coforme_app using ((select porte.repond_aux_marches()));
create trigger garder_coffre before insert or update on marches.coffre for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_coffre();
call app.fermer_aux_liens('marches.coffre');

call app.proteger('marches.ecrit', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.ecrit', 'groupement_id, organisme_id, genre, cle, rang, contenu, le');
create policy porte_retirer on marches.ecrit for delete to coforme_porte using (true);
create policy auteur on marches.ecrit as restrictive for insert to coforme_app with check (
  par = (select app.personne()) and (genre not in ('reglement', 'secours', 'total', 'depot', 'marche', 'issue', 'commande') or groupement_id = any ((select porte.mandats())::uuid[])));
create trigger garder_ecrit before insert on marches.ecrit for each row when (current_user <> 'coforme_maintenance') execute function porte.garder_ecrit();
call app.fermer_aux_liens('marches.ecrit');

call app.proteger('marches.piece', 'collective', cle => 'groupement_id', porte => 'porte.groupements()');
call app.laisser_lire('marches.piece', 'groupement_id, organisme_id');
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
