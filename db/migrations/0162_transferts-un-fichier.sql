-- Un transfert se prend un fichier à la fois ; qui l’accorde est d’une enseigne sous un statut de la maison.
set local role coforme_porte;
drop function if exists porte.transfert_fichiers(uuid, boolean);
set local role coforme_owner;
call app.laisser_lire('tiers.statut', 'organisme_id, personne_id, du, au, statut');
