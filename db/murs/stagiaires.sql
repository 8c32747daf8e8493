call app.proteger('stagiaires.scrutin', 'own', activite => true, preuve => true);
create policy auteur on stagiaires.scrutin as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('stagiaires.scrutin');

call app.proteger('stagiaires.procedure', 'own', activite => true, preuve => true);
create policy auteur on stagiaires.procedure as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('stagiaires.procedure');

call app.proteger('stagiaires.etape', 'own', activite => true, preuve => true);
create policy auteur on stagiaires.etape as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('stagiaires.etape');
