-- porte.secret appartient à coforme_porte, qui l'a déjà murée ; on ne fait que déclarer sa famille.
insert into app.famille (nom, famille, sauvegarde) values ('porte.secret', 'porte', false);

set local role coforme_porte;

insert into portail.compteur (numero) values (1);
