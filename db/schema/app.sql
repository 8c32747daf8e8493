-- Les familles.
create table app.famille (
  nom text primary key,
  famille text not null check (famille in ('own', 'publie', 'shared', 'collective', 'porte', 'public')),
  publie text,
  cle text,
  porte text,
  activite boolean not null default false,
  invite text,
  preuve boolean not null default false,
  sauvegarde boolean not null default true
);
comment on table app.famille is 'La famille de chaque table, déclarée par app.proteger ; une table sans famille fait échouer les tests.';
comment on column app.famille.preuve is 'En ajout seul : ni update ni delete pour l’application.';
