-- La vie des stagiaires que le règlement intérieur annonce : leurs délégués quand l'action dépasse cinq cents heures (R6352-9 à R6352-15), et
-- la procédure qu'une sanction demande (R6352-3 à R6352-8). Tout y est en ajout seul : un scrutin, une étape, ne se récrivent pas.
create schema stagiaires;
grant usage on schema stagiaires to coforme_app, coforme_porte, coforme_maintenance;

create table stagiaires.scrutin (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  genre text not null check (genre in ('election', 'carence')),
  tenu_le date not null,
  heure_minutes integer not null check (heure_minutes between 0 and 1439),
  tours integer not null check (tours between 1 and 2),
  electeurs integer not null check (electeurs between 0 and 1000),
  votants integer not null check (votants between 0 and 1000),
  titulaire_id uuid,
  suppleant_id uuid,
  voix_titulaire integer check (voix_titulaire >= 0),
  voix_suppleant integer check (voix_suppleant >= 0),
  motif text not null default '' check (length(motif) <= 1000),
  piece_id uuid not null,
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, titulaire_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, suppleant_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check (votants <= electeurs),
  check ((genre = 'election') = (titulaire_id is not null and suppleant_id is not null and voix_titulaire is not null and voix_suppleant is not null)),
  check (titulaire_id <> suppleant_id),
  check (genre = 'election' or motif <> '')
);
create index on stagiaires.scrutin (organisme_id, session_id, tenu_le);
grant select, insert on stagiaires.scrutin to coforme_app;

-- Les griefs nomment une personne et ses actes : chiffrés, comme un récit.
create table stagiaires.procedure (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  inscription_id uuid not null,
  griefs bytea not null check (length(griefs) between 28 and 40000),
  -- La sanction envisagée touche-t-elle la présence ? Alors entretien et décision motivée (R6352-5, R6352-6).
  presence boolean not null,
  conservatoire boolean not null default false, -- écartée dans l'attente de la décision (R6352-7)
  ouverte_le date not null,
  inscrite_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade
);
create index on stagiaires.procedure (organisme_id, session_id, ouverte_le);
grant select, insert on stagiaires.procedure to coforme_app;

create table stagiaires.etape (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  procedure_id uuid not null,
  rang integer not null check (rang between 1 and 50),
  genre text not null check (genre in ('griefs', 'convocation', 'entretien', 'sanction', 'classement', 'employeur', 'financeur')),
  le date not null,
  entretien_le date,
  entretien_minutes integer check (entretien_minutes between 0 and 1439),
  lieu text not null default '' check (length(lieu) <= 300),
  remise text check (remise in ('recommandee', 'decharge')),
  sanction text check (sanction in ('avertissement', 'blame', 'exclusion-temporaire', 'exclusion-definitive')),
  jours integer check (jours between 1 and 90),
  texte bytea check (length(texte) between 28 and 40000), -- motifs, ce qui fut dit : chiffré
  piece_id uuid,
  inscrite_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, procedure_id, rang),
  foreign key (organisme_id, procedure_id) references stagiaires.procedure (organisme_id, id),
  foreign key (organisme_id, procedure_id, activite_id) references stagiaires.procedure (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check ((genre = 'sanction') = (sanction is not null)),
  check (genre <> 'convocation' or (entretien_le is not null and entretien_minutes is not null and lieu <> '' and remise is not null)),
  check ((sanction is not distinct from 'exclusion-temporaire') = (jours is not null))
);
grant select, insert on stagiaires.etape to coforme_app;
