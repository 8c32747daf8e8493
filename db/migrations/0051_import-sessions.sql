-- Les sessions entrent aussi d'un tableau. La ligne qui a fait une session se reconnaît au fichier suivant, même déplacée depuis : sa
-- référence dans l'autre outil, sinon l'empreinte de ce qu'elle disait.
alter table tiers.lecture_csv drop constraint lecture_csv_genre_check;
alter table tiers.lecture_csv add constraint lecture_csv_genre_check check (genre in ('personnes', 'entreprises', 'sessions'));

create table sessions.provenance (
  organisme_id uuid not null default app.organisme(), activite_id uuid not null,
  cle bytea not null check (octet_length(cle) = 32),
  session_id uuid not null,
  importee_le timestamptz not null,
  primary key (organisme_id, activite_id, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on sessions.provenance (organisme_id, session_id);
call app.proteger('sessions.provenance', 'own', activite => true);
call app.fermer_aux_liens('sessions.provenance');
grant select, insert on sessions.provenance to coforme_app;
