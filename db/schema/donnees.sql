-- Les données personnelles : ce qu'une personne demande, ce qui se garde et jusqu'à quand, ce qui s'efface, qui a lu quoi (RGPD, articles
-- 5, 12, 15 à 19 et 30). Une preuve que la loi ou un financeur fait garder reste jusqu'à son terme ; passé ce terme, elle ne nomme plus personne.
create schema donnees;
grant usage on schema donnees to coforme_app, coforme_porte, coforme_maintenance;

-- Les demandes (articles 15 à 18) : un mois pour répondre (article 12, 3).
create table donnees.demande (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('acces', 'rectification', 'effacement', 'opposition')),
  canal text not null check (canal in ('espace', 'courriel', 'courrier', 'oral')),
  recue_le date not null,
  echeance date not null check (echeance > recue_le),
  prolongee_le timestamptz, -- deux mois de plus, dits à la personne avec leur raison
  precision_chiffree bytea check (octet_length(precision_chiffree) <= 20000),
  reponse text check (reponse in ('faite', 'en-partie', 'refusee')),
  repondue_le timestamptz,
  repondue_par uuid,
  suite text not null default '' check (length(suite) <= 1000),
  inscrite_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((reponse is null) = (repondue_le is null))
);
create index on donnees.demande (organisme_id, echeance) where repondue_le is null;
create index on donnees.demande (organisme_id, personne_id);
grant select, insert, update (echeance, prolongee_le, reponse, repondue_le, repondue_par, suite) on donnees.demande to coforme_app;
grant insert on donnees.demande to coforme_porte;

-- Les durées : celles proposées sont dans le code, datées ; celles-ci les remplacent pour une coopérative.
create table donnees.regle (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  categorie text not null check (categorie ~ '^[a-z-]{3,40}$'),
  financeur text check (financeur ~ '^[a-z-]{3,40}$'), -- nul : quel qu'il soit
  mois integer not null check (mois between 0 and 600),
  depuis date not null,
  source text not null check (length(source) between 3 and 500),
  posee_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on donnees.regle (organisme_id, categorie, depuis);
grant select, insert on donnees.regle to coforme_app;

-- Ce qui suspend tout effacement : un contrôle, un contentieux. Levé, il reste écrit.
create table donnees.suspension (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  motif text not null check (length(motif) between 3 and 500),
  posee_le timestamptz not null,
  par uuid default app.personne(),
  levee_le timestamptz,
  levee_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create unique index suspension_en_cours on donnees.suspension (organisme_id, personne_id) where levee_le is null;
grant select, insert, update (levee_le, levee_par) on donnees.suspension to coforme_app;

-- Les effacements, et la purge.
create table donnees.effacement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  demande_id uuid,
  fondement text not null check (fondement in ('duree-de-conservation', 'demande-de-la-personne', 'decision-de-justice')),
  complet boolean not null,
  nom_seul boolean not null default false,
  prochaine date, -- quand la prochaine chose gardée arrive à son terme
  rapport jsonb not null check (length(rapport::text) <= 100000), -- des comptes et des dates, jamais un nom
  motif text not null check (length(motif) between 3 and 300),
  fait_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, demande_id) references donnees.demande (organisme_id, id),
  check (complet = (prochaine is null))
);
create index on donnees.effacement (organisme_id, personne_id, fait_le desc);
grant select, insert on donnees.effacement to coforme_app;

-- Chaque texte chiffré qu'un effacement a rouvert et refermé.
create table donnees.refermeture (
  organisme_id uuid not null,
  id uuid not null,
  effacement_id uuid not null,
  lieu text not null check (lieu ~ '^[a-z]+\.[a-z]+\.[a-z_]+$'),
  ligne_id uuid not null,
  precedente bytea not null check (octet_length(precedente) = 32), -- SHA-256 du chiffré remplacé
  empreinte bytea not null check (octet_length(empreinte) = 32), -- et de celui qui le remplace
  refermee_le timestamptz not null default clock_timestamp(),
  par uuid,
  primary key (organisme_id, id),
  -- Au bout de la transaction, l'effacement qui l'explique est écrit, ou rien ne l'est.
  foreign key (organisme_id, effacement_id) references donnees.effacement (organisme_id, id) deferrable initially deferred
);
create index on donnees.refermeture (organisme_id, effacement_id);
grant select on donnees.refermeture to coforme_app;

create table donnees.passage (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  le timestamptz not null,
  essai boolean not null,
  rapport jsonb not null check (length(rapport::text) <= 200000),
  par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on donnees.passage (organisme_id, le desc);
grant select, insert on donnees.passage to coforme_app;

-- La purge ne détruit rien tant que la coopérative n'a pas lu un premier rapport et dit oui.
create table donnees.reglage (
  organisme_id uuid not null default app.organisme(),
  purge boolean not null default false,
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
grant select, insert, update (purge, modifie_le, modifie_par) on donnees.reglage to coforme_app;

-- Le registre des traitements (article 30) et le journal des lectures.
create table donnees.traitement (
  organisme_id uuid not null default app.organisme(),
  code text not null check (code ~ '^[a-z0-9-]{3,60}$'),
  version integer not null check (version > 0),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 20000),
  retire boolean not null default false,
  ecrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, code, version)
);
grant select, insert on donnees.traitement to coforme_app;

-- Qui a ouvert, ou emporté, tout ce que l'on sait d'une personne.
create table donnees.lecture (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  genre text not null check (genre in ('dossier', 'export', 'remise')),
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on donnees.lecture (organisme_id, le desc);
grant select, insert on donnees.lecture to coforme_app;

-- Ce que l'on remet à la personne par son lien : chiffré sous les clés de l'instance, trente jours.
create table donnees.archive (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  demande_id uuid,
  octets bytea check (octet_length(octets) <= 200000000),
  composee_le timestamptz not null,
  expire_le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, demande_id) references donnees.demande (organisme_id, id)
);
create index on donnees.archive (organisme_id, personne_id, composee_le desc);
grant select, insert, delete, update (octets) on donnees.archive to coforme_app;
