call app.proteger('cae.visa', 'own', activite => true, preuve => true);
create policy auteur on cae.visa as restrictive for insert to coforme_app
  with check (par is not null and par = (select app.personne()));
create policy vise on cae.visa as restrictive for insert to coforme_app with check ((select porte.peut_viser()));
call app.fermer_aux_liens('cae.visa');
