-- La signature d'une pièce : la demande (lien personnel, usage « signature »), la preuve, l'exemplaire signé ; le visa de l'équipe d'appui.
create schema cae;
grant usage on schema cae to coforme_app, coforme_porte, coforme_maintenance;

-- Le visa : dans une CAE, rien ne lie sans lui.
create table cae.visa (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  piece_id uuid not null,
  decision text not null check (decision in ('accorde', 'refuse')),
  motif text not null default '' check (length(motif) <= 500),
  decide_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, piece_id), -- une pièce est visée une fois ; refusée, une autre la remplace
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  check (decision = 'accorde' or motif <> '')
);
comment on table cae.visa is 'La décision de l’équipe d’appui sur une pièce qui engage la coopérative. Une preuve.';
grant select, insert on cae.visa to coforme_app;
