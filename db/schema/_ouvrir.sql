-- Le socle : qui demande, les familles de tables, le journal, la file de tâches.
-- Les rôles existent déjà (src/platform/db/roles.ts) : ils sont communs à toute la grappe, pas à une base.
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
create schema if not exists app;
create schema porte authorization coforme_porte;
create schema ref;
create schema ext;
comment on schema app is 'Qui demande (organisme, personne, portée) et les familles de tables.';
comment on schema ref is 'Données de référence publiques : les mêmes pour tous, en lecture seule.';
comment on schema ext is 'Les extensions : rien qui soit à nous.';

-- Les réservations (salle libre, personne libre) mêlent égalité et recouvrement dans une même exclusion.
create extension btree_gist with schema ext;
grant usage on schema app to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
grant usage on schema ref to coforme_app, coforme_porte, coforme_maintenance;
grant usage on schema ext to coforme_app, coforme_porte, coforme_maintenance;

set local role coforme_porte;
alter default privileges revoke execute on functions from public;
comment on schema porte is 'Les portes : toutes les fonctions qui voient au-delà du mur. \df porte.* est la liste à relire.';
grant usage on schema porte to coforme_app, coforme_file, coforme_maintenance, coforme_owner, coforme_migrator;
