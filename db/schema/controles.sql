-- Les contrôles d'une session, ce qu'on en juge, les absences déclarées des intervenants, les rappels et les avis ; et ce
-- qui prouve ce qui ne se signe pas dans une salle (à distance, en situation de travail).
create schema controles;
grant usage on schema controles to coforme_app, coforme_porte, coforme_maintenance;

-- Les contrôles.
-- Un constat s'ouvre, se revoit, se referme quand la chose est réparée ; il ne s'efface pas. La phrase ne porte pas de nom :
-- « {tiers:…} » se résout à la lecture.
create table controles.constat (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  regle text not null check (regle ~ '^[a-z0-9-]{3,60}$'),
  cle text not null check (length(cle) between 1 and 600),
  gravite text not null check (gravite in ('bloquant', 'alerte', 'a-juger')),
  phrase text not null check (length(phrase) between 3 and 2000),
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'),
  ou text not null check (length(ou) between 1 and 200),
  ouvert_le timestamptz not null,
  vu_le timestamptz not null,
  referme_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  check (referme_le is null or referme_le >= ouvert_le)
);
create unique index constat_ouvert on controles.constat (organisme_id, session_id, regle, cle) where referme_le is null;
create index constat_liste on controles.constat (organisme_id, ouvert_le desc, id);
create index constat_session on controles.constat (organisme_id, session_id);
grant select, insert, update (gravite, phrase, empreinte, ou, vu_le, referme_le) on controles.constat to coforme_app;

-- Ce qu'une personne a répondu d'un constat, sous son nom. En ajout seul : revenir sur une acceptation en écrit une autre.
create table controles.jugement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  regle text not null check (regle ~ '^[a-z0-9-]{3,60}$'),
  cle text not null check (length(cle) between 1 and 600),
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'), -- de la phrase jugée : une autre phrase n'est pas jugée
  decision text not null check (decision in ('accepte', 'rouvert')),
  motif text not null check (length(motif) between 10 and 1000),
  le timestamptz not null,
  par uuid not null default app.personne(),
  par_nom text not null check (length(par_nom) between 1 and 200), -- celui de ce jour-là
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on controles.jugement (organisme_id, session_id);
grant select, insert on controles.jugement to coforme_app;

-- Un passage de la nuit : combien de contrôles, combien de constats nouveaux, combien refermés.
create table controles.passage (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  le timestamptz not null,
  sessions integer not null check (sessions >= 0),
  passes integer not null check (passes >= 0),
  nouveaux integer not null check (nouveaux >= 0),
  refermes integer not null check (refermes >= 0),
  primary key (organisme_id, id)
);
create index on controles.passage (organisme_id, le desc);
grant select, insert on controles.passage to coforme_app;

-- Rappels et avis.
create table controles.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  rappel_stagiaire boolean not null default false,
  rappel_formateur boolean not null default false,
  avis_employeur boolean not null default false,
  avis_financeur boolean not null default false,
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
comment on table controles.reglage is 'Ce qui part seul. Rien, tant que la coopérative ne l’a pas demandé.';
grant select, insert, update (rappel_stagiaire, rappel_formateur, avis_employeur, avis_financeur, modifie_le, modifie_par) on controles.reglage to coforme_app;

-- Chaque message, une fois : la clé dit de quoi il parle. Ni adresse, ni texte.
create table controles.envoi (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre in ('rappel-stagiaire', 'rappel-formateur', 'avis-employeur', 'avis-financeur')),
  cle text not null check (length(cle) between 1 and 200),
  session_id uuid not null,
  seance_id uuid not null,
  inscription_id uuid,
  entreprise_id uuid,
  le timestamptz not null,
  par uuid default app.personne(), -- nul : parti seul
  -- Un avis d'absence retenu par un arrêt n'est pas dit : par le message qui le portait, on le sait, et on le redit.
  message text check (length(message) between 3 and 200),
  primary key (organisme_id, id),
  unique (organisme_id, genre, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
create index on controles.envoi (organisme_id, session_id);
grant select, insert on controles.envoi to coforme_app;
