create schema inscriptions;

create table inscriptions.inscription (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  session_id uuid not null, personne_id uuid not null,
  etat text not null check (etat in ('inscrit', 'annule', 'abandon')),
  motif text, inscrite_le timestamptz not null, close_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check (etat = 'inscrit' or motif is not null)
);
-- Une seule inscription en cours par personne ; après une annulation, on peut se réinscrire.
create unique index inscription_en_cours on inscriptions.inscription (organisme_id, session_id, personne_id) where etat = 'inscrit';
create index on inscriptions.inscription (organisme_id, personne_id);

call app.proteger('inscriptions.inscription', 'own', activite => true);
grant select, insert on inscriptions.inscription to coforme_app;
grant update (etat, motif, close_le) on inscriptions.inscription to coforme_app;
