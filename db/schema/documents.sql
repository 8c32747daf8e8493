-- Les pièces émises : figées avec leurs données, leur gabarit, leur empreinte et leurs octets.
create schema documents;
grant usage on schema documents to coforme_app, coforme_porte, coforme_maintenance;

-- Numérotation par organisme, série et année : continue, sans séquence globale (un voisin ne doit rien en deviner).
-- L'application n'y touche pas : la porte ne sait qu'avancer d'un, et le verrou de la ligne tient jusqu'à la
-- validation. Une émission défaite rend donc son numéro (CGI, annexe II, art. 242 nonies A, 7°).
create table documents.compteur (
  organisme_id uuid not null,
  serie text not null check (serie ~ '^[A-Z]{1,4}$'),
  annee integer not null check (annee between 2000 and 2200),
  dernier integer not null default 0 check (dernier >= 0),
  primary key (organisme_id, serie, annee)
);
grant select, insert, update on documents.compteur to coforme_porte;

create table documents.piece (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  numero text not null check (length(numero) between 3 and 40),
  gabarit text not null check (gabarit ~ '^[a-z-]+\.v[0-9]+$'),
  -- JSON canonique (RFC 8785), gardé tel qu'il fut haché : jsonb le réécrirait.
  donnees text not null,
  empreinte bytea not null check (length(empreinte) = 32),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  pages integer not null check (pages > 0),
  -- Ce que montre la liste, et sa forme pliée (sans accent ni casse) pour la recherche par début.
  libelle text not null check (length(libelle) between 1 and 300),
  pli text not null check (length(pli) <= 300),
  -- De quoi la pièce parle (une inscription, une session), et celle qu'elle remplace.
  objet_genre text not null check (objet_genre ~ '^[a-z-]{3,40}$'),
  objet_id uuid not null,
  remplace_id uuid,
  emise_le timestamptz not null,
  emise_par uuid default app.personne(),
  -- Un avenant complète, il ne réécrit pas.
  complete_id uuid,
  -- Mêmes faits, même pièce : l'empreinte de ce qui décide de la pièce, sans sa date ni son numéro.
  faits bytea check (length(faits) = 32),
  -- Chaque inscription d'un organisme, et ses pièces : la convocation, le certificat, la dernière attestation. L'index les rend
  -- dans l'ordre sans ouvrir la pièce, dont les données pèsent mille fois ce qu'on y lit.
  evaluee boolean generated always as (case when genre = 'attestation'
    then strpos(donnees, '"resultat":"') > 0 and strpos(donnees, '"resultat":"non-evalue"') = 0 end) stored,
  effacee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, numero),
  unique (organisme_id, empreinte),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, remplace_id) references documents.piece (organisme_id, id),
  constraint piece_complete foreign key (organisme_id, complete_id) references documents.piece (organisme_id, id),
  -- Les clés de deux colonnes ne retiennent pas l'enseigne : ce qui suit une pièce porte la sienne.
  unique (organisme_id, id, activite_id)
);
comment on table documents.piece is 'Une pièce émise, figée : en ajout seul. Corriger, c’est émettre une pièce qui remplace.';
comment on column documents.piece.complete_id is 'La pièce que celle-ci complète (avenant) : les deux valent ensemble.';
comment on column documents.piece.evaluee is 'Une attestation dont chaque objectif est évalué ; nul pour toute autre pièce.';
comment on column documents.piece.effacee_le is 'Le contenu et les octets sont ôtés au terme de leur durée ; le numéro, la date et l’empreinte restent vérifiables.';
create index piece_emise_le on documents.piece (organisme_id, emise_le desc, id desc);
create index piece_pli on documents.piece (organisme_id, pli);

-- Une pièce n'est remplacée qu'une fois : deux corrections simultanées se suivent, elles ne bifurquent pas.
create unique index piece_remplace on documents.piece (organisme_id, remplace_id) where remplace_id is not null;

-- La vérification publique cherche sans connaître l'organisme ; l'index n'est pas unique, il n'apprend donc rien.
create index piece_empreinte on documents.piece (empreinte);

-- Les octets suivent le mur de leur pièce : d'une enseigne, on ne lit pas les certificats d'une autre. Le sous-select
-- est lui-même muré : il ne voit que les pièces de la portée.
create index piece_fichier on documents.piece (organisme_id, fichier);
create index piece_complete on documents.piece (organisme_id, complete_id) where complete_id is not null;
create index piece_objet on documents.piece (organisme_id, objet_id, genre, emise_le desc, id desc)
  include (activite_id, objet_genre, evaluee);
grant select, insert on documents.piece to coforme_app;

-- La demande : à qui l'on demande de signer, ou d'accuser réception.
create table documents.demande (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  piece_id uuid not null,
  acte text not null check (acte in ('signature', 'accuse')),
  role text not null check (role in ('client', 'stagiaire', 'organisme')),
  -- Les pièces remises avec celle-ci (programme, règlement intérieur) : elles se lisent par le même lien.
  jointes uuid[] not null default '{}' check (cardinality(jointes) <= 8),
  -- De qui l'on parle ailleurs (une inscription) : l'accusé y remonte.
  objet_genre text not null check (objet_genre ~ '^[a-z-]{3,40}$'),
  objet_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  qualite text not null default '' check (length(qualite) <= 120),
  courriel text not null check (length(courriel) between 3 and 254),
  creee_le timestamptz not null,
  creee_par uuid default app.personne(),
  envois integer not null default 0 check (envois >= 0),
  envoyee_le timestamptz,
  ouverte_le timestamptz, -- première lecture par le lien
  -- Le code de six chiffres : une empreinte à clé, quinze minutes, cinq essais.
  code bytea check (length(code) = 32),
  code_le timestamptz,
  code_essais integer not null default 0,
  codes integer not null default 0,
  refusee_le timestamptz,
  motif text not null default '' check (length(motif) <= 500),
  retiree_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
create index demande_piece on documents.demande (organisme_id, piece_id);
create index demande_objet on documents.demande (organisme_id, objet_id);

-- Une seule demande de signature en cours par pièce et par rôle : deux envois au même instant n'en font qu'une.
create unique index demande_en_cours on documents.demande (organisme_id, piece_id, role)
  where acte = 'signature' and retiree_le is null and refusee_le is null;
create unique index accuse_demande on documents.demande (organisme_id, piece_id, objet_id)
  where acte = 'accuse' and retiree_le is null;
grant select, insert, update (envois, envoyee_le, ouverte_le, code, code_le, code_essais, codes, refusee_le, motif, retiree_le) on documents.demande to coforme_app;

-- La preuve.
create table documents.signature (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  piece_id uuid not null,
  demande_id uuid,
  acte text not null check (acte in ('signature', 'accuse', 'retractation')),
  role text not null check (role in ('client', 'organisme', 'stagiaire')),
  moyen text not null check (moyen in ('lien', 'scan', 'compte')),
  nom text not null check (length(nom) between 2 and 200),
  qualite text not null default '' check (length(qualite) <= 120),
  -- La phrase même à laquelle on a consenti.
  consentement text not null check (length(consentement) between 1 and 600),
  -- L'empreinte de la pièce signée : celle qu'elle porte imprimée.
  empreinte bytea not null check (length(empreinte) = 32),
  -- SHA-256(sel || contenu) de la part privée (courriel, adresse réseau, appareil) : effaçable sans rompre la preuve.
  engagement bytea not null check (length(engagement) = 32),
  signee_le timestamptz not null, -- pour un scan : quand il fut déposé
  datee_du date not null, -- le jour de la signature, lu sur le papier pour un scan
  scan text check (scan ~ '^[0-9a-f]{64}$'),
  par uuid default app.personne(), -- qui a signé par son compte, ou déposé le scan
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, demande_id) references documents.demande (organisme_id, id),
  check ((moyen = 'scan') = (scan is not null)),
  check ((moyen = 'lien') = (demande_id is not null)),
  check (moyen <> 'compte' or role = 'organisme'),
  constraint signature_retractation check (acte <> 'retractation' or (moyen = 'lien' and role = 'client'))
);
comment on table documents.signature is 'Qui a signé une pièce, ou en a accusé réception : en ajout seul.';
comment on table documents.signature is 'Qui a signé une pièce, en a accusé réception, ou s’en est rétracté : en ajout seul.';
create unique index signature_role on documents.signature (organisme_id, piece_id, role) where acte = 'signature';
create index signature_scan on documents.signature (organisme_id, scan) where scan is not null;
create unique index signature_demande on documents.signature (organisme_id, demande_id, acte) where demande_id is not null;
grant select, insert on documents.signature to coforme_app;

create table documents.signature_privee (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  signature_id uuid not null,
  sel bytea not null check (length(sel) = 32),
  contenu text not null check (length(contenu) <= 4000),
  primary key (organisme_id, signature_id),
  foreign key (organisme_id, signature_id) references documents.signature (organisme_id, id),
  foreign key (organisme_id, signature_id, activite_id) references documents.signature (organisme_id, id, activite_id) on update cascade
);
comment on table documents.signature_privee is 'Courriel, adresse réseau et appareil d’une signature, sous leur sel.';
grant select, insert on documents.signature_privee to coforme_app;

-- La pièce et ses signatures, recomposées ensemble : mêmes données, même empreinte, les cases remplies.
create table documents.exemplaire (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  piece_id uuid not null,
  signatures integer not null check (signatures between 1 and 4),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  compose_le timestamptz not null,
  primary key (organisme_id, piece_id, signatures),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
create index exemplaire_fichier on documents.exemplaire (organisme_id, fichier);
grant select, insert on documents.exemplaire to coforme_app;

-- Les conditions écrites sur les pièces d'une coopérative, jusqu'ici les mêmes pour toutes ; et de quoi savoir qu'une
-- pièce a déjà été émise sur les mêmes faits.
create table documents.conditions (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  delai_reglement_jours smallint not null check (delai_reglement_jours between 0 and 60), -- C. com. L441-10 : 60 au plus
  moyen text not null check (length(moyen) between 2 and 120),
  -- Le dédit, en trois paliers de jours ouvrés avant le début ; taux en pour cent du prix.
  dedit_loin_jours smallint not null,
  dedit_loin_taux smallint not null check (dedit_loin_taux between 0 and 100),
  dedit_proche_jours smallint not null,
  dedit_proche_taux smallint not null check (dedit_proche_taux between 0 and 100),
  dedit_fin_taux smallint not null check (dedit_fin_taux between 0 and 100),
  conservation_annees smallint not null check (conservation_annees between 3 and 30),
  reponse_jours smallint not null check (reponse_jours between 1 and 90),
  cessation text not null check (length(cessation) between 10 and 2000),
  mediateur_nom text not null default '',
  mediateur_adresse text not null default '',
  mediateur_site text not null default '',
  referent_nom text not null default '',
  referent_telephone text not null default '',
  referent_courriel text not null default '',
  contact_nom text not null default '',
  contact_telephone text not null default '',
  contact_courriel text not null default '',
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  check (dedit_loin_jours > dedit_proche_jours and dedit_proche_jours > 0 and dedit_loin_jours <= 90),
  check (dedit_loin_taux <= dedit_proche_taux and dedit_proche_taux <= dedit_fin_taux),
  check ((mediateur_nom = '') = (mediateur_site = '') and (mediateur_nom = '') = (mediateur_adresse = ''))
);
comment on table documents.conditions is 'Ce que les pièces de la coopérative disent d’elle : règlement, dédit, médiateur, référents. Une pièce émise en fige une copie.';
grant select, insert, update on documents.conditions to coforme_app;
