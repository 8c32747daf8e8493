call app.proteger('marches.avis', 'public');

call app.proteger('marches.source', 'porte');

call app.proteger('marches.avis_apporte', 'own');
create policy auteur on marches.avis_apporte as restrictive for insert to coforme_app with check (recu_par = (select app.personne()));
call app.fermer_aux_liens('marches.avis_apporte');

call app.proteger('marches.profil', 'own');
call app.fermer_aux_liens('marches.profil');

call app.proteger('marches.suivi', 'own');
call app.fermer_aux_liens('marches.suivi');

-- Chacun ne s’abonne que soi ; la tâche qui écrit, sans personne, note ce qu’elle a dit.
call app.proteger('marches.abonne', 'own');
create policy soi on marches.abonne as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
create policy soi_changer on marches.abonne as restrictive for update to coforme_app
  using (compte_id = (select app.personne()) or (select app.personne()) is null);
create policy soi_retirer on marches.abonne as restrictive for delete to coforme_app using (compte_id = (select app.personne()));
call app.fermer_aux_liens('marches.abonne');
call app.laisser_lire('marches.abonne', 'organisme_id');
