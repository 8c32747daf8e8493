call app.proteger('controles.constat', 'own', activite => true);
call app.fermer_aux_liens('controles.constat');

call app.proteger('controles.jugement', 'own', activite => true, preuve => true);
create policy auteur on controles.jugement as restrictive for insert to coforme_app
  with check (par = (select app.personne()));
call app.fermer_aux_liens('controles.jugement');

call app.proteger('controles.passage', 'own', preuve => true);
call app.fermer_aux_liens('controles.passage');

call app.proteger('controles.reglage', 'own');
call app.fermer_aux_liens('controles.reglage');

call app.proteger('controles.envoi', 'own', activite => true, preuve => true);
create policy auteur on controles.envoi as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('controles.envoi');
