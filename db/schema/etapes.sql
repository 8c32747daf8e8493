-- Les étapes d'une session : ce qui part, à qui, quand, et ce qui en est advenu. Les autres modules gardent leurs faits (une convocation,
-- un lien, un questionnaire) ; ici ne se garde que ce qu’aucun autre module ne sait : ce que la coopérative a réglé, ce qu'elle a armé après
-- l'avoir lu, ce qu'elle a arrêté, la trace de chaque courriel, les adresses qui ne répondent plus, et qui ne veut plus de nouvelles.
create schema etapes;
grant usage on schema etapes to coforme_app, coforme_porte, coforme_maintenance;

-- Ce qui est réglé, ce qui est armé, ce qui est arrêté.
-- Une étape sans ligne suit le modèle proposé (`etapes/domain/etapes.ts`). `partout_vu` : l'empreinte de ce qui fut lu avant de l'armer
-- pour toutes les sessions ; des mots ou un jour changés ne lui ressemblent plus, et rien ne part.
create table etapes.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  code text not null check (code ~ '^[a-z-]{3,40}$'),
  active boolean not null default true,
  ecart smallint not null check (ecart between -180 and 365),
  relances smallint[] not null default '{}' check (cardinality(relances) <= 5),
  objet text not null default '' check (length(objet) <= 200),
  corps text not null default '' check (length(corps) <= 6000),
  partout_vu text check (partout_vu ~ '^[0-9a-f]{64}$'),
  partout_le timestamptz,
  partout_par uuid,
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id, code),
  check ((partout_vu is null) = (partout_le is null)),
  check ((objet = '') = (corps = ''))
);
grant select, insert, update on etapes.reglage to coforme_app;

create table etapes.armement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  code text not null check (code ~ '^[a-z-]{3,40}$'),
  vu text not null check (vu ~ '^[0-9a-f]{64}$'),
  arme_le timestamptz not null,
  arme_par uuid default app.personne(),
  desarme_le timestamptz,
  desarme_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create unique index armement_en_cours on etapes.armement (organisme_id, session_id, code) where desarme_le is null;
grant select, insert, update (desarme_le, desarme_par) on etapes.armement to coforme_app;

-- Vide partout : tout l'organisme. Levé, il reste écrit.
create table etapes.arret (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  session_id uuid,
  code text check (code ~ '^[a-z-]{3,40}$'),
  personne_id uuid,
  motif text not null default '' check (length(motif) <= 300),
  pose_le timestamptz not null,
  pose_par uuid default app.personne(),
  leve_le timestamptz,
  leve_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create unique index arret_en_cours on etapes.arret (organisme_id, session_id, code, personne_id) nulls not distinct where leve_le is null;
create index on etapes.arret (organisme_id, personne_id) where leve_le is null;
grant select, insert, update (leve_le, leve_par) on etapes.arret to coforme_app;

-- Ce qui a empêché une étape armée de partir, tant que cela dure : une mention qui manque, une offre sans version.
create table etapes.empechement (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  session_id uuid not null,
  code text not null check (code ~ '^[a-z-]{3,40}$'),
  phrase text not null check (length(phrase) <= 600),
  depuis timestamptz not null,
  le timestamptz not null,
  primary key (organisme_id, session_id, code),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
grant select, insert, delete, update (phrase, le) on etapes.empechement to coforme_app;

-- Écrire à plusieurs.
create table etapes.ecrit (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid,
  publics text[] not null,
  -- Service : dû au contrat, il part à tous. Information : on peut la refuser.
  nature text not null check (nature in ('service', 'information')),
  objet text not null check (length(objet) between 3 and 200),
  corps text not null check (length(corps) between 10 and 6000),
  revision integer not null default 1 check (revision > 0),
  ecrit_le timestamptz not null,
  ecrit_par uuid default app.personne(),
  confirme_le timestamptz,
  confirme_par uuid,
  jete_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  constraint ecrit_publics_check
  check (publics <@ '{stagiaires,clients,intervenants}' and (cardinality(publics) = 0) = (session_id is null))
);
create index on etapes.ecrit (organisme_id, session_id);
grant select, insert, update (publics, nature, objet, corps, revision, confirme_le, confirme_par, jete_le) on etapes.ecrit to coforme_app;

-- Un message à une personne, par une étape ou par un écrit. `cle` : un seul par étape (ou écrit) et par adresse, quoi qu'il arrive.
create table etapes.message (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid,
  code text not null check (code ~ '^[a-z-]{3,40}$'),
  ecrit_id uuid,
  cle bytea not null check (octet_length(cle) = 32),
  adresse_cle bytea not null check (octet_length(adresse_cle) = 32),
  personne_id uuid,
  inscription_id uuid,
  nom text not null check (length(nom) <= 250), -- entier : un effacement le retrouve
  courriel text not null check (length(courriel) between 3 and 254),
  depose_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, ecrit_id) references etapes.ecrit (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  constraint message_sans_session check (session_id is not null or ecrit_id is not null)
);
create index on etapes.message (organisme_id, session_id);
create index on etapes.message (organisme_id, ecrit_id) where ecrit_id is not null;
grant select, insert on etapes.message to coforme_app;

-- La trace de chaque courriel.
-- `message` : l'identifiant du message, le même si la tâche est rejouée. « en-cours » : un ouvrier l'a pris et n'a pas encore dit la suite.
create table etapes.envoi (
  organisme_id uuid not null default app.organisme(),
  message text not null check (length(message) between 3 and 200),
  activite_id uuid not null,
  code text not null check (code ~ '^[a-z-]{3,40}$'),
  session_id uuid,
  inscription_id uuid,
  personne_id uuid,
  adresse text not null check (length(adresse) <= 254),
  objet text not null check (length(objet) <= 300),
  seul boolean not null default false, -- parti sans que personne n'ait pressé de bouton
  etat text not null check (etat in ('en-cours', 'attente', 'parti', 'refuse', 'retenu')),
  raison text,
  refus text check (refus ~ '^[A-Z0-9_]{1,20}$'),
  essais integer not null default 1,
  pris_le timestamptz not null,
  le timestamptz not null,
  primary key (organisme_id, message),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((etat in ('refuse', 'retenu')) = (raison is not null)),
  constraint envoi_raison_check
  check (raison in ('adresse', 'arret', 'desabonnement', 'serveur', 'plus-concerne'))
);
create index on etapes.envoi (organisme_id, session_id, le desc);
create index on etapes.envoi (organisme_id, personne_id, le desc);
grant select, insert, update (etat, raison, refus, essais, pris_le, le) on etapes.envoi to coforme_app;

-- Une adresse n'est ici qu'une empreinte à clé : effacer la personne n'en laisse rien lire, et un refus de nouvelles lui survit.
create table etapes.adresse (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  cle bytea not null check (octet_length(cle) = 32),
  personne_id uuid,
  origine text not null check (origine in ('serveur', 'equipe')),
  refus text check (refus ~ '^[A-Z0-9_]{1,20}$'),
  depuis timestamptz not null,
  par uuid default app.personne(),
  levee_le timestamptz,
  levee_par uuid,
  primary key (organisme_id, cle),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on etapes.adresse (organisme_id, personne_id) where levee_le is null;
grant select, insert, update (personne_id, origine, refus, depuis, par, levee_le, levee_par) on etapes.adresse to coforme_app;

create table etapes.desabonnement (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  cle bytea not null check (octet_length(cle) = 32),
  le timestamptz not null,
  primary key (organisme_id, cle)
);
grant select on etapes.desabonnement to coforme_app;
grant insert on etapes.desabonnement to coforme_porte;

-- Ce que Coforme écrit à chaque membre.
create table etapes.cadence (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  compte_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  quand text not null check (quand in ('aussitot', 'jour', 'jamais')),
  choisi_le timestamptz not null,
  -- Faux : la page des nouvelles ne le montre pas, quoi que dise le courriel.
  en_page boolean not null default true,
  primary key (organisme_id, compte_id, genre)
);
grant select, insert, update (quand, choisi_le, en_page) on etapes.cadence to coforme_app;

-- Ce qu'on a dit, ou qu'on dira au résumé, à un membre : une fois par chose.
create table etapes.avis (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  compte_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  cle text not null check (length(cle) between 1 and 200),
  phrase text not null check (length(phrase) <= 600),
  href text not null check (href ~ '^/[^/]' and length(href) <= 500),
  cree_le timestamptz not null,
  dit_le timestamptz,
  roles text[],
  enseignes uuid[],
  primary key (organisme_id, compte_id, genre, cle)
);
comment on column etapes.avis.roles is 'Les rôles de la personne quand la nouvelle lui fut dite : ôtés depuis, la nouvelle ne se montre plus.';
comment on column etapes.avis.enseignes is 'Les enseignes qu’elle lisait alors ; nul : toute la coopérative.';
create index on etapes.avis (organisme_id, compte_id) where dit_le is null;
grant select, insert, delete, update (dit_le) on etapes.avis to coforme_app;

create table etapes.resume (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  compte_id uuid not null,
  jour date not null,
  lignes integer not null check (lignes >= 0), -- zéro : rien à dire ce jour-là, rien n'est parti
  le timestamptz not null,
  primary key (organisme_id, compte_id, jour)
);
grant select, insert, update (lignes) on etapes.resume to coforme_app;

-- Une étape à soi : son nom, à qui, comptée du début ou de la fin ; son jour et ses mots sont dans son réglage, comme pour les nôtres.
create table etapes.propre (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  code text not null check (code ~ '^propre-[a-p]{32}$'),
  nom text not null check (length(nom) between 3 and 80),
  -- Ni le public, ni le début ou la fin dont elle se compte, ne changent ensuite : ce qu'on a lu avant d'armer les suppose.
  publics text not null check (publics in ('stagiaires', 'clients', 'intervenants')),
  ancre text not null check (ancre in ('debut', 'fin')),
  cree_le timestamptz not null,
  cree_par uuid default app.personne(),
  retire_le timestamptz,
  retire_par uuid, -- retirée, elle reste nommée au journal
  primary key (organisme_id, code)
);
grant select, insert, update (nom, retire_le, retire_par) on etapes.propre to coforme_app;

create table etapes.ecrit_personne (
  organisme_id uuid not null default app.organisme(),
  ecrit_id uuid not null,
  personne_id uuid not null,
  activite_id uuid not null,
  primary key (organisme_id, ecrit_id, personne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, ecrit_id) references etapes.ecrit (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on etapes.ecrit_personne (organisme_id, personne_id);
grant select, insert, delete on etapes.ecrit_personne to coforme_app;
