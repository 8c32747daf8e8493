-- Long parce que les tables d’un module se lisent d’un trait.

-- Le registre des présences : rien n'y est jamais modifié ; l'application ne peut qu'y lire, et y ajouter par une porte.
-- Format d'un maillon : empreinte = SHA-256(précédente || int8(numero) || objet || SHA-256(contenu)).
-- La première « précédente » est SHA-256('coforme-registre/1 ' || organisme_id).
create schema emargement;
grant usage on schema emargement to coforme_app, coforme_porte, coforme_maintenance;

create table emargement.maillon (
  organisme_id uuid not null,
  numero bigint not null check (numero > 0),
  id uuid not null,
  activite_id uuid not null, -- hors de l'empreinte : le mur des enseignes seulement
  objet bytea not null check (length(objet) = 32), -- SHA-256(sel de la session || id de la session)
  contenu text not null check (length(contenu) between 2 and 20000), -- JSON canonique (RFC 8785), tel quel
  empreinte bytea not null check (length(empreinte) = 32),
  inscrit_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, numero),
  unique (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
comment on table emargement.maillon is 'La chaîne des présences d’un organisme. Ajout par emargement.inscrire seulement.';
create index maillon_objet on emargement.maillon (organisme_id, objet, numero);

-- La vérification publique d'un reçu cherche sans connaître l'organisme ; l'index n'est pas unique, il n'apprend rien.
create index maillon_empreinte on emargement.maillon (empreinte);

-- La porte du registre. Elle écrit pour l'organisme et l'enseigne de la transaction, et pour eux seuls.
grant select on emargement.maillon to coforme_app;
grant select, insert on emargement.maillon to coforme_porte;

-- L'ajout à la chaîne est la dernière instruction de la transaction (le verrou est ainsi le plus court) : ce qui
-- renvoie au maillon est donc écrit avant lui, et la clé étrangère attend la fin de la transaction.
-- La part personnelle, et son sel : effaçable sans rompre la chaîne.
create table emargement.prive (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  maillon_id uuid not null,
  part text not null check (part in ('identite', 'connexion', 'trace', 'motif')),
  sel bytea not null check (length(sel) = 32),
  contenu text not null check (length(contenu) <= 40000),
  primary key (organisme_id, maillon_id, part),
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred,
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
grant select, insert on emargement.prive to coforme_app;
grant insert, delete on emargement.prive to coforme_porte;

-- Ce que le lien personnel désigne : une inscription et une demi-journée.
create table emargement.invitation (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  inscription_id uuid not null,
  seance_id uuid not null,
  cree_le timestamptz not null,
  envois integer not null default 0 check (envois >= 0),
  envoyee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert, update (envois, envoyee_le) on emargement.invitation to coforme_app;

create table emargement.signature (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  seance_id uuid not null,
  maillon_id uuid not null,
  signee_le timestamptz not null,
  regularisation boolean not null default false, -- hors fenêtre : par le formateur, avec un motif (part « motif »)
  regularisee_par uuid,
  retard_min integer not null default 0 check (retard_min >= 0), -- minutes perdues, retirées des heures suivies
  -- Par où la personne a signé ; nul : écrit avant que la porte ne soit gardée (registre « coforme-registre/1 »).
  porte text check (porte in ('lien', 'tablette', 'qr', 'formateur', 'papier')),
  appareil_id uuid,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred,
  -- Le bilan et la qualité additionnent toutes les présences d'un organisme. La clé de la signature porte les minutes perdues et
  -- l'enseigne, que lit son mur : cent mille lignes se lisent alors dans l'index seul, cinq fois plus vite. Pas d'index de plus.
  constraint signature_pkey primary key (organisme_id, inscription_id, seance_id) include (activite_id, retard_min)
);
grant select, insert on emargement.signature to coforme_app;
grant insert on emargement.signature to coforme_porte;

create table emargement.absence (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  seance_id uuid not null,
  maillon_id uuid not null,
  notee_le timestamptz not null,
  notee_par uuid default app.personne(),
  justifiee boolean not null default false,
  -- Une liste fermée, qui ne dit rien de la santé : « justificatif remis » ne dit jamais lequel. Nul : avant cette liste.
  motif text check (motif in ('inconnu', 'annoncee', 'justificatif-remis', 'employeur', 'convocation', 'transport', 'personnel')),
  primary key (organisme_id, inscription_id, seance_id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
grant select, insert on emargement.absence to coforme_app;

-- La feuille est close par le formateur : une entrée du registre, et un jalon signé.
create table emargement.cloture (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  maillon_id uuid not null,
  close_le timestamptz not null,
  close_par uuid default app.personne(),
  primary key (organisme_id, seance_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
grant select, insert on emargement.cloture to coforme_app;

-- Un point de la chaîne, signé Ed25519 par une clé qui n'est pas dans la base.
create table emargement.jalon (
  organisme_id uuid not null default app.organisme(),
  numero bigint not null, -- le maillon atteint
  contenu text not null,
  signature bytea not null check (length(signature) = 64),
  pose_le timestamptz not null,
  primary key (organisme_id, numero),
  foreign key (organisme_id, numero) references emargement.maillon (organisme_id, numero)
);
grant select, insert on emargement.jalon to coforme_app;

create table emargement.certificat (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  piece_id uuid not null,
  minutes integer not null check (minutes > 0),
  -- SHA-256 de ce qui décide du certificat : mêmes faits, même pièce.
  faits bytea not null check (length(faits) = 32),
  primary key (organisme_id, inscription_id, piece_id),
  unique (organisme_id, inscription_id, faits),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id)
);
grant select, insert on emargement.certificat to coforme_app;

-- Ce qui change ou double une case déjà écrite : la dernière qui porte un état dit ce que la case vaut. Rien n'est
-- modifié ni ôté ; la signature et l'absence d'origine restent, et leurs maillons.
create table emargement.rectification (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  seance_id uuid not null,
  rang integer not null check (rang > 0),
  maillon_id uuid not null,
  genre text not null check (genre in ('presence', 'absence', 'regularisation', 'retard', 'correction', 'annulation', 'doublon')),
  etat text check (etat in ('presente', 'absente', 'attendue')), -- nul pour un doublon, qui ne change rien
  porte text not null check (porte in ('lien', 'tablette', 'qr', 'formateur', 'papier')),
  appareil_id uuid,
  presente_le timestamptz, -- l'heure de la présence que la case garde
  attestee boolean not null default false, -- la présence est attestée par le formateur, non signée
  retard_min integer not null default 0 check (retard_min >= 0),
  depart_min integer not null default 0 check (depart_min >= 0),
  motif text check (motif in ('inconnu', 'annoncee', 'justificatif-remis', 'employeur', 'convocation', 'transport', 'personnel')),
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, inscription_id, seance_id, rang),
  check ((genre = 'doublon') = (etat is null)),
  check ((etat is not distinct from 'presente') = (presente_le is not null)),
  check (etat is not distinct from 'presente' or retard_min + depart_min = 0),
  check ((etat is not distinct from 'absente') = (motif is not null)),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
grant select, insert on emargement.rectification to coforme_app;

-- La signature de qui forme, sur une séance. Ce qui s'y inscrit après en demande une autre. « suppleance » : la session n'a pas de compte de
-- formateur, et qui la prépare signe à sa place, sous son propre nom.
create table emargement.contresignature (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  par uuid not null default app.personne(),
  maillon_id uuid not null,
  signee_le timestamptz not null,
  suppleance boolean not null default false,
  primary key (organisme_id, seance_id, par, maillon_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, maillon_id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
grant select, insert on emargement.contresignature to coforme_app;

-- La tablette posée dans la salle : un appareil, une demi-journée, un secret dont seule l'empreinte est ici. L'appareil
-- n'est pas connecté au compte qui l'a ouverte.
create table emargement.tablette (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  seance_id uuid not null,
  jeton bytea not null check (length(jeton) = 32),
  ouverte_le timestamptz not null,
  ouverte_par uuid not null default app.personne(),
  cree_le timestamptz not null default now(),
  expire_le timestamptz not null,
  fermee_le timestamptz,
  -- Le code de la salle est une tablette que chacun tient dans sa main : même porte, même borne. Le secret n'est pas dans
  -- l'adresse photographiée, qui ne vaut qu'une minute.
  genre text not null default 'tablette' check (genre in ('tablette', 'salle')),
  primary key (organisme_id, id),
  unique (organisme_id, jeton),
  check (expire_le <= cree_le + interval '2 days'),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index on emargement.tablette (jeton);

-- L'heure de naissance d'une tablette borne son terme : la base la donne, l'appareil ne l'antidate ni ne la repousse.
grant select, insert (id, activite_id, seance_id, jeton, ouverte_le, expire_le, genre), update (fermee_le) on emargement.tablette to coforme_app;

-- Signer sans réseau, et le code de la salle. L'appareil de qui forme tient sa propre suite, signée d'une clé qui ne
-- sort pas de lui ; la base en garde la clé publique, ce qu'il a emporté, et ce qu'il a rapporté.
create table emargement.appareil (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  tenu_par uuid not null default app.personne(),
  nom text not null check (length(nom) between 1 and 120),
  cle bytea not null check (length(cle) = 65), -- point P-256, non compressé (X9.62)
  inscrit_le timestamptz not null,
  vu_le timestamptz, -- dernière synchronisation
  ecart_ms bigint, -- son horloge moins celle du serveur, ce jour-là
  retire_le timestamptz,
  retire_par uuid,
  primary key (organisme_id, id),
  unique (organisme_id, cle),
  check ((retire_le is null) = (retire_par is null))
);
grant select, insert (id, nom, cle, inscrit_le), update (vu_le, ecart_ms, retire_le, retire_par) on emargement.appareil to coforme_app;

-- Ce qu'un appareil a emporté, séance par séance : il ne rapporte que cela.
create table emargement.emport (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  appareil_id uuid not null,
  seance_id uuid not null,
  emporte_le timestamptz not null,
  feuille bytea not null check (length(feuille) = 32),
  jeton text not null check (length(jeton) between 2 and 2000),
  signature bytea not null check (length(signature) = 64),
  montre text check (length(montre) <= 4000), -- le texte dont « feuille » est l'empreinte ; nul : emportée avant qu'il ne soit gardé
  primary key (organisme_id, appareil_id, seance_id, feuille),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index emport_seance on emargement.emport (organisme_id, seance_id);
grant select, insert on emargement.emport to coforme_app;

-- Chaque échange d'un appareil : l'heure du serveur, le rang et l'empreinte où sa suite en était, l'écart de son horloge. Rien de
-- ce qui arrive ensuite ne peut être plus ancien.
create table emargement.passage (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  appareil_id uuid not null,
  le timestamptz not null,
  rang integer not null check (rang >= 0),
  tete bytea check (length(tete) = 32),
  ecart_ms bigint not null,
  primary key (organisme_id, id),
  check ((rang = 0) = (tete is null)),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id)
);
create index passage_appareil on emargement.passage (organisme_id, appareil_id, id);
grant select, insert on emargement.passage to coforme_app;

-- Un geste que l'appareil a bien signé, et qui n'est pas entré au registre : sa place dans la suite reste prise.
create table emargement.geste_refuse (
  organisme_id uuid not null default app.organisme(),
  appareil_id uuid not null,
  rang integer not null check (rang > 0),
  empreinte bytea not null check (length(empreinte) = 32),
  precedente bytea check (length(precedente) = 32),
  fait_le timestamptz not null,
  recu_le timestamptz not null,
  code text not null check (length(code) between 1 and 40),
  primary key (organisme_id, appareil_id, rang, empreinte),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id)
);
grant select, insert on emargement.geste_refuse to coforme_app;

-- Chaque geste rapporté, une fois par identifiant, et ce qu'il a valu. Ni nom, ni texte : ce que l'appareil a signé est
-- dans la part « connexion » de l'entrée, qui s'efface ; restent son empreinte et sa signature.
create table emargement.hors_ligne (
  organisme_id uuid not null default app.organisme(),
  id uuid not null, -- l'identifiant de l'entrée du registre
  activite_id uuid not null,
  appareil_id uuid not null,
  rang integer not null check (rang > 0),
  seance_id uuid not null,
  inscription_id uuid,
  geste text not null check (geste in ('presence', 'absence', 'retard', 'contresignature')),
  issue text not null check (issue in ('retenue', 'doublon', 'hors-fenetre', 'horloge', 'tardive', 'feuille-close', 'deja-statuee',
    'sans-presence', 'minutes-de-trop', 'appareil-retire', 'avant-emport', 'emport-tardif', 'rang', 'recul')),
  fait_le timestamptz not null,
  recu_le timestamptz not null,
  ecart_ms bigint not null,
  empreinte bytea not null check (length(empreinte) = 32),
  precedente bytea check (length(precedente) = 32),
  signature bytea not null check (length(signature) = 64),
  ecart_emport_ms bigint, -- l'écart mesuré à l'emport, ôté de l'heure de l'appareil ; nul : l'appareil n'a rien emporté
  primary key (organisme_id, id),
  check ((geste = 'contresignature') = (inscription_id is null)),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, id) references emargement.maillon (organisme_id, id) deferrable initially deferred
);
create index hors_ligne_seance on emargement.hors_ligne (organisme_id, seance_id);
create index hors_ligne_suite on emargement.hors_ligne (organisme_id, appareil_id, rang);
grant select, insert on emargement.hors_ligne to coforme_app;

-- À distance, en situation de travail (D6313-3-1, D6313-3-2).
-- Le plan : ce qu'il y a à faire, et sa durée estimée. Une activité retirée reste, et ne compte plus.
create table emargement.activite_prevue (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  rang integer not null check (rang between 1 and 999),
  genre text not null,
  intitule text not null check (length(intitule) between 3 and 250),
  minutes integer not null check (minutes between 1 and 6000),
  prevue_le timestamptz not null,
  prevue_par uuid default app.personne(),
  retiree_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  constraint activite_prevue_genre_check
  check (genre in ('asynchrone', 'situation', 'reflexion'))
);
create index on emargement.activite_prevue (organisme_id, session_id, rang);
grant select, insert, update (retiree_le) on emargement.activite_prevue to coforme_app;

-- Tout élément probant (R6313-3) qui n'est pas une signature : en ajout seul ; s'être trompé s'écrit (annule_id).
create table emargement.element_probant (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  inscription_id uuid,
  prevue_id uuid,
  genre text not null check (genre in ('assistant', 'realisation', 'echange', 'evaluation', 'afest-analyse', 'afest-formateur',
    'afest-situation', 'afest-reflexion', 'afest-evaluation', 'annulation')),
  le date not null,
  minutes integer check (minutes between 1 and 6000),
  intitule text not null check (length(intitule) between 3 and 500),
  canal text check (canal in ('courriel', 'telephone', 'visio', 'forum', 'presence')),
  delai_heures integer check (delai_heures between 1 and 720),
  resultat text check (resultat in ('acquis', 'en-cours', 'non-acquis')),
  fichier text check (fichier ~ '^[0-9a-f]{64}$'),
  fichier_nom text check (length(fichier_nom) between 1 and 200),
  annule_id uuid,
  note_le timestamptz not null,
  note_par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, prevue_id) references emargement.activite_prevue (organisme_id, id),
  foreign key (organisme_id, annule_id) references emargement.element_probant (organisme_id, id),
  check ((genre = 'annulation') = (annule_id is not null)),
  check ((fichier is null) = (fichier_nom is null)),
  check (genre <> 'realisation' or (inscription_id is not null and prevue_id is not null and minutes is not null)),
  check (genre not in ('afest-situation', 'afest-reflexion') or (inscription_id is not null and minutes is not null)),
  check (genre not in ('evaluation', 'afest-evaluation') or (inscription_id is not null and resultat is not null)),
  check (genre not in ('assistant', 'echange') or canal is not null),
  check (genre <> 'assistant' or delai_heures is not null)
);
create index on emargement.element_probant (organisme_id, session_id);
create unique index element_annule on emargement.element_probant (organisme_id, annule_id) where annule_id is not null;
grant select, insert on emargement.element_probant to coforme_app;

-- Une liste de connexion reçue : le fichier tel quel (son empreinte), et ce qu'on y lit.
create table emargement.liste_connexion (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  seance_id uuid not null,
  logiciel text not null check (logiciel in ('zoom', 'bigbluebutton', 'teams', 'meet', 'webex')),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  fichier_nom text not null check (length(fichier_nom) between 1 and 200),
  recue_le timestamptz not null,
  recue_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, fichier),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
create index on emargement.liste_connexion (organisme_id, seance_id);
grant select, insert on emargement.liste_connexion to coforme_app;

create table emargement.connexion (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  liste_id uuid not null,
  rang integer not null check (rang between 1 and 5000),
  nom text not null check (length(nom) between 1 and 200),
  courriel text check (length(courriel) <= 254),
  debut_le timestamptz,
  fin_le timestamptz,
  minutes integer not null check (minutes between 0 and 6000),
  primary key (organisme_id, id),
  unique (organisme_id, liste_id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, liste_id) references emargement.liste_connexion (organisme_id, id),
  check ((debut_le is null) = (fin_le is null)),
  check (debut_le is null or debut_le <= fin_le)
);
grant select, insert on emargement.connexion to coforme_app;

-- Qui est qui : proposé par le logiciel, confirmé par une personne. La dernière ligne vaut ; nul : « personne d'inscrit ».
create table emargement.rapprochement (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  connexion_id uuid not null,
  version integer not null check (version > 0),
  inscription_id uuid,
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, connexion_id, version),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, connexion_id) references emargement.connexion (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id)
);
grant select, insert on emargement.rapprochement to coforme_app;

-- Le registre hors de chez soi : des coopératives témoins gardent et contresignent les jalons ; une part s'efface par une
-- entrée ; un reçu se vérifie sans compte.
-- Qui témoigne pour qui. Les deux consentent : l'une demande, l'autre accepte ; chacune peut cesser.
create table emargement.temoin (
  organisme_id uuid not null,
  temoin_id uuid not null,
  etat text not null check (etat in ('demande', 'accepte', 'refuse', 'retire')),
  demande_le timestamptz not null,
  demande_par uuid not null,
  repondu_le timestamptz,
  repondu_par uuid,
  primary key (organisme_id, temoin_id),
  check (organisme_id <> temoin_id)
);
create index on emargement.temoin (temoin_id);
grant select, insert, update on emargement.temoin to coforme_porte;

-- Les jalons d'autrui, chez le témoin. La clé est l'empreinte du jalon : deux jalons contraires du même rang se gardent tous deux.
create table emargement.jalon_garde (
  organisme_id uuid not null,
  de_organisme_id uuid not null,
  jalon bytea not null check (length(jalon) = 32),
  numero bigint not null,
  contenu text not null check (length(contenu) <= 2000),
  signature bytea not null check (length(signature) = 64),
  recu_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, jalon)
);
grant select on emargement.jalon_garde to coforme_app;
grant insert on emargement.jalon_garde to coforme_porte;

-- Ce que le témoin en dit : contresigné, ou non, avec la raison.
create table emargement.contreseing (
  organisme_id uuid not null default app.organisme(),
  de_organisme_id uuid not null,
  jalon bytea not null,
  vaut boolean not null,
  raison text check (raison in ('illisible', 'non-signe', 'detache', 'deux-chaines')),
  contenu text check (length(contenu) <= 2000),
  signature bytea check (length(signature) = 64),
  cle bytea check (length(cle) = 32),
  le timestamptz not null,
  primary key (organisme_id, jalon),
  foreign key (organisme_id, jalon) references emargement.jalon_garde (organisme_id, jalon),
  check (vaut = (raison is null)),
  check (vaut = (contenu is not null) and vaut = (signature is not null) and vaut = (cle is not null))
);
grant select, insert on emargement.contreseing to coforme_app;

-- Ce que la coopérative règle de la signature. Vaut un jour la dernière ligne d'avant : une demi-journée commencée ne change pas de règle,
-- et le passé se relit comme il fut signé.
create table emargement.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  depuis date not null, -- pour les demi-journées de ce jour et d'après
  avance_min integer not null check (avance_min between 0 and 60), -- on signe tant de minutes avant le début
  code_au_lien boolean not null, -- au lien personnel, un code à six chiffres, pour tous
  -- … ou pour ceux que paie une de ces sortes de financeur (tiers.entreprise).
  code_financeurs text[] not null default '{}' check (code_financeurs <@ '{opco,cdc,france-travail,region,etat,faf,transitions-pro,agefiph,europe,autre-public}'::text[]),
  regle_le timestamptz not null,
  regle_par uuid not null default app.personne(),
  primary key (organisme_id, depuis)
);
grant select, insert, update (avance_min, code_au_lien, code_financeurs, regle_le, regle_par) on emargement.reglage to coforme_app;

-- La passerelle SMS de la coopérative : une adresse à elle, et sa clé, chiffrée sous celles de l'instance. Sans ligne, rien ne part.
create table emargement.passerelle_sms (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  adresse text not null check (adresse ~ '^https?://' and length(adresse) <= 500),
  format text not null check (format in ('json', 'formulaire')),
  corps text not null check (length(corps) between 2 and 2000 and corps ~ '[{]numero(-sans-plus)?[}]' and position('{texte}' in corps) > 0),
  en_tete text not null check (en_tete ~ '^[A-Za-z][A-Za-z0-9-]{0,60}$'),
  cle bytea not null check (length(cle) between 20 and 2000),
  posee_le timestamptz not null,
  posee_par uuid not null default app.personne(),
  primary key (organisme_id)
);
grant select, insert, delete on emargement.passerelle_sms to coforme_app;

-- Ce qui fut travaillé dans une demi-journée, dit par qui l'a animée : la séquence du programme, imprimée sur la feuille. Plus rien ne la
-- change quand la feuille est close.
create table emargement.sequence_suivie (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  texte text not null check (length(texte) between 1 and 200),
  dite_le timestamptz not null,
  dite_par uuid not null default app.personne(),
  primary key (organisme_id, seance_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert, update (texte, dite_le, dite_par) on emargement.sequence_suivie to coforme_app;

-- La feuille papier d'une demi-journée, numérisée : elle prouve le papier, et ne compte personne. On y ajoute seulement.
create table emargement.feuille_papier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  seance_id uuid not null,
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  fichier_nom text not null check (length(fichier_nom) between 1 and 200),
  jointe_le timestamptz not null,
  jointe_par uuid not null default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, fichier),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id),
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade
);
grant select, insert on emargement.feuille_papier to coforme_app;
