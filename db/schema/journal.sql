create schema journal;
comment on schema journal is 'Le journal des gestes : ce qui a été fait, par qui, en ajout seul.';
grant usage on schema journal to coforme_app, coforme_porte, coforme_maintenance;

-- Le journal des gestes.
create table journal.geste (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  fait_le timestamptz not null,
  par uuid default app.personne(),
  module text not null check (module ~ '^[a-z]+$'),
  geste text not null check (geste ~ '^[a-z]+(-[a-z]+)*$'),
  objet_genre text,
  objet_id uuid,
  phrase text not null check (length(phrase) between 1 and 500),
  details jsonb not null default '{}',
  primary key (organisme_id, id),
  check ((objet_genre is null) = (objet_id is null))
);
comment on table journal.geste is 'Un geste par ligne, en ajout seul, avec une phrase lisible.';
comment on column journal.geste.phrase is 'Avec des jetons {personne:UUID} résolus à la lecture : aucun nom n’y est figé.';
comment on column journal.geste.par is 'La personne établie par le sceau ; null pour une tâche de fond.';
create index geste_fait_le on journal.geste (organisme_id, fait_le desc, id desc);
create index geste_objet on journal.geste (organisme_id, objet_id, fait_le desc, id desc) where objet_id is not null;
grant select, insert on journal.geste to coforme_app;
grant insert on journal.geste to coforme_porte;
