call app.proteger('journal.geste', 'own', activite => true, preuve => true);
call app.laisser_lire('journal.geste', 'organisme_id, id');
create policy auteur on journal.geste as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
create policy porte_ajouter on journal.geste for insert to coforme_porte with check (true);
