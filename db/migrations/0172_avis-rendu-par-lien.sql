-- L’avis demandé sur un groupement se rend par un lien : sa porte l’écrit au dossier.
grant insert on marches.ecrit to coforme_porte;
call app.laisser_lire('marches.ecrit', 'groupement_id, organisme_id, genre, cle, rang, contenu, le, par');
create policy porte_ajouter on marches.ecrit for insert to coforme_porte with check (genre = 'conseil');
