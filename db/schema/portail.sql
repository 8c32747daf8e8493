-- Les actualités des pôles : écrites entre qui anime (famille « collective », règle « animation »), parues par une copie que le public
-- lit à travers des portes ; et le compteur de ce qui a paru, qui dit à chaque processus si sa mémoire des pages vaut encore.
create schema portail;
grant usage on schema portail to coforme_app, coforme_porte, coforme_maintenance;

-- Ce qui a paru, compté.
-- Une ligne. Chaque transaction qui change ce que le public lit la pousse d'un cran, à sa toute fin (déclencheur différé : le
-- verrou est le dernier pris, il ne croise donc aucun autre). Non sauvegardée : une base restaurée repart de zéro.
create table portail.compteur (
  seul boolean primary key default true check (seul),
  numero bigint not null,
  par xid8
);
grant select, insert, update on portail.compteur to coforme_porte;

-- Écrire.
create table portail.image (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  -- Refaites par nous, sans métadonnée : 60 Ko au plus chacune.
  largeur integer not null check (largeur between 1 and 4000),
  hauteur integer not null check (hauteur between 1 and 4000),
  grande bytea not null check (octet_length(grande) between 1 and 61440),
  petite bytea not null check (octet_length(petite) between 1 and 61440),
  recue_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id) references pole.pole (pole_id)
);
grant select, insert on portail.image to coforme_app;

create table portail.actualite (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200),
  chapo text not null default '' check (length(chapo) <= 600),
  corps text not null default '' check (length(corps) <= 60000),
  etiquettes text[] not null default '{}' check (cardinality(etiquettes) <= 10),
  image_id uuid,
  image_alt text not null default '' check (length(image_alt) <= 300),
  source_nom text not null default '' check (length(source_nom) <= 200),
  source_url text not null default '' check (source_url = '' or (source_url ~ '^https?://' and length(source_url) <= 1000)),
  version integer not null default 1 check (version > 0),
  -- Ce que la liste dit de sa parution ; la copie publique est dans portail.parution.
  paraitre_le timestamptz,
  parue_version integer,
  retiree_le timestamptz,
  -- D'où elle vient, si elle fut importée : la même ne revient pas deux fois.
  origine text check (length(origine) <= 1000),
  cree_le timestamptz not null,
  modifiee_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id) references pole.pole (pole_id),
  foreign key (pole_id, image_id) references portail.image (pole_id, id),
  check (image_id is null or length(image_alt) > 0)
);
create unique index actualite_origine on portail.actualite (pole_id, origine) where origine is not null;
create index on portail.actualite (pole_id, modifiee_le desc);
grant select, insert, update on portail.actualite to coforme_app;

create table portail.actualite_version (
  pole_id uuid not null,
  actualite_id uuid not null,
  version integer not null check (version > 0),
  organisme_id uuid not null default app.organisme(),
  contenu jsonb not null,
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, actualite_id, version),
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id)
);
grant select, insert on portail.actualite_version to coforme_app;

-- Ce qu'un import a pris et laissé, entrée par entrée.
create table portail.importation (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  source text not null check (length(source) between 1 and 1000),
  rapport jsonb not null check (length(rapport::text) <= 2000000),
  lu_le timestamptz not null,
  par text not null check (length(par) between 1 and 200),
  primary key (pole_id, id),
  foreign key (pole_id) references pole.pole (pole_id)
);
grant select, insert on portail.importation to coforme_app;

-- Paraître.
create table portail.parution (
  actualite_id uuid primary key,
  pole_id uuid not null,
  adresse text not null unique check (adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(adresse) between 2 and 120),
  titre text not null,
  chapo text not null,
  corps text not null,
  etiquettes text[] not null,
  image_id uuid,
  image_alt text not null,
  image_largeur integer,
  image_hauteur integer,
  source_nom text not null,
  source_url text not null,
  version integer not null,
  paraitre_le timestamptz not null,
  changee_le timestamptz not null,
  retiree_le timestamptz,
  -- Replié (sans accent ni casse) par l'application ; la racine française fait du pluriel et du singulier un même mot.
  pli text not null,
  mots tsvector generated always as (to_tsvector('pg_catalog.french', translate(pli, '’', ' '))) stored,
  -- Des images dans le texte d'une actualité : une marque « ![ce qu'elle montre](image:identifiant) », et la même règle qu'en tête. Une
  -- image ne se lit sans compte que si une actualité parue la montre.
  images uuid[] not null default '{}',
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id),
  de_union boolean not null default false -- parue au nom de l'Union, et non du pôle où elle s'écrit
);
create index on portail.parution (paraitre_le desc, actualite_id desc) where retiree_le is null;
create index on portail.parution using gin (mots);
create index on portail.parution (pole_id);
create index on portail.parution (image_id) where image_id is not null;
create index on portail.parution using gin (images);
grant select, insert, update on portail.parution to coforme_porte;

-- Ce que l'Union montre et reçoit : l'annuaire des coopératives, les demandes à un·e délégué·e, les candidatures, la lettre, les
-- mentions. Ce qu'une personne écrit sans compte est chiffré par les clés de l'instance ; la base n'en garde que l'état.
create table portail.fiche (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  description text not null default '' check (length(description) <= 2000),
  themes text[] not null default '{}' check (cardinality(themes) <= 12),
  publics text not null default '' check (length(publics) <= 500),
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  nsf text[] not null default '{}' check (cardinality(nsf) <= 20),
  formacodes text[] not null default '{}' check (cardinality(formacodes) <= 20),
  effectif text not null default '' check (effectif in ('', '0', '1-5', '6-9', '10-19', '20-49', '50-99', '100+')),
  creee_en integer check (creee_en between 1800 and 2200),
  -- Une portée ne s'écrit qu'avec sa source et son jour (arrêté du 17 juin 2021, usage de la marque).
  qualiopi text[] not null default '{}' check (qualiopi <@ '{AF,BC,VAE,CFA}'),
  qualiopi_source text check (qualiopi_source in ('annuaire-entreprises', 'liste-of', 'declaree')),
  qualiopi_le date,
  siege_masque boolean not null default false,
  contact text not null default '' check (length(contact) <= 254),
  -- Nom, ville, thèmes, description, repliés ; le nom est celui du dernier enregistrement.
  tri text collate "C" not null default '',
  pli text not null default '',
  mots tsvector generated always as (to_tsvector('pg_catalog.french', translate(pli, '’', ' '))) stored,
  publiee_le timestamptz,
  modifiee_le timestamptz not null,
  primary key (organisme_id),
  check ((cardinality(qualiopi) = 0) = (qualiopi_source is null)),
  check ((qualiopi_source is null) = (qualiopi_le is null))
);
create index on portail.fiche using gin (mots);
create index on portail.fiche (tri, organisme_id) where publiee_le is not null;
grant select, insert, update on portail.fiche to coforme_app;

create table portail.delegue (
  id uuid primary key,
  nom text not null check (length(nom) between 2 and 200),
  courriel text not null check (length(courriel) between 3 and 254),
  -- Vide : reçoit ce qu'aucun autre ne reçoit.
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  depuis_le timestamptz not null,
  parti_le timestamptz
);
grant select, insert, update on portail.delegue to coforme_porte;

create table portail.demande (
  id uuid primary key,
  departement text check (length(departement) between 2 and 3),
  sujet text not null check (sujet in ('rejoindre', 'impulser', 'creer', 'question', 'place')),
  chiffre bytea check (octet_length(chiffre) <= 20000), -- nom, courriel, texte ; s'efface avec le temps
  delegue_id uuid references portail.delegue (id),
  etat text not null check (etat in ('a-prouver', 'transmise', 'prise', 'repondue')),
  recue_le timestamptz not null,
  prouvee_le timestamptz,
  prise_le timestamptz,
  repondue_le timestamptz,
  preuve bytea check (octet_length(preuve) = 32),
  -- Une place dans une formation se demande à la coopérative qui la publie.
  organisme_id uuid,
  offre_id uuid,
  constraint demande_destinataire check ((offre_id is null and organisme_id is null and departement is not null and sujet <> 'place')
    or (offre_id is not null and organisme_id is not null and departement is null and sujet = 'place')),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id)
);
create index on portail.demande (recue_le);
grant select, insert, update, delete on portail.demande to coforme_porte;

create table portail.candidature (
  id uuid primary key,
  chiffre bytea check (octet_length(chiffre) <= 20000),
  demandee_le timestamptz not null,
  faite_le timestamptz,
  -- Une porte exige la preuve qu'elle disait avoir. Qui n'a pas de compte (une coopérative qui arrive, un message à un délégué, la lettre,
  -- un avis demandé) recevait un lien que la page composait, et que la page seule vérifiait : qui tenait le rôle web déposait sous
  -- l'identifiant de son choix, puis se disait prouvé, à l'adresse de n'importe qui. La preuve naît maintenant comme un lien (ADR 0003,
  -- point 3) : dans une tâche, qui l'envoie à l'adresse ; la base en garde l'empreinte, et les portes la comparent.
  preuve bytea check (octet_length(preuve) = 32),
  adresse bytea
);
comment on column portail.candidature.preuve is 'L’empreinte du secret envoyé ; absente : rien n’est encore parti.';
comment on column portail.candidature.adresse is 'L’empreinte de l’adresse à qui le secret est parti : elle seule ouvre un compte.';
create index on portail.candidature (demandee_le);
grant select, insert, update, delete on portail.candidature to coforme_porte;

create table portail.identite (
  organisme_id uuid primary key references organisme.organisme (organisme_id),
  arrivee_le timestamptz not null,
  visee_le timestamptz,
  visee_par uuid,
  check ((visee_le is null) = (visee_par is null))
);
comment on table portail.identite is 'Les coopératives arrivées d’elles-mêmes par le site public. Tant que personne de l’Union ou d’un pôle n’a visé son identité, une coopérative n’est d’aucun pôle, ne signe rien, et ne se montre pas. Celles que l’Union a créées n’y sont pas.';
create index on portail.identite (arrivee_le) where visee_le is null;
grant select, insert, update on portail.identite to coforme_porte;

create table portail.abonnement (
  id uuid primary key,
  empreinte bytea not null unique check (length(empreinte) = 32),
  chiffre bytea check (octet_length(chiffre) <= 2000),
  etat text not null check (etat in ('a-confirmer', 'actif', 'fini')),
  demande_le timestamptz not null,
  confirme_le timestamptz,
  fini_le timestamptz,
  -- La lettre, selon ce qui concerne.
  -- Vide : tout. Ce qu'une personne n'a pas précisé, elle le reçoit.
  poles uuid[] not null default '{}' check (cardinality(poles) <= 50),
  departements text[] not null default '{}' check (cardinality(departements) <= 20),
  themes text[] not null default '{}' check (cardinality(themes) <= 20),
  preuve bytea check (octet_length(preuve) = 32),
  check ((etat = 'actif') <= (chiffre is not null))
);
grant select, insert, update, delete on portail.abonnement to coforme_porte;

create table portail.lettre (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  objet text not null check (length(objet) between 3 and 150),
  mot text not null default '' check (length(mot) <= 3000),
  contenu text not null check (length(contenu) <= 40000), -- le texte tel qu'il part
  envoyee_le timestamptz not null,
  par text not null check (length(par) between 1 and 200),
  -- À qui elle part, parmi celles et ceux qui suivent ce pôle.
  departements text[] not null default '{}' check (cardinality(departements) <= 20),
  themes text[] not null default '{}' check (cardinality(themes) <= 20),
  primary key (pole_id, id),
  foreign key (pole_id) references pole.pole (pole_id)
);
grant select, insert on portail.lettre to coforme_app;

-- Qui l'a reçue : l'envoi repris n'écrit pas deux fois.
create table portail.remise (
  lettre_id uuid not null,
  abonnement_id uuid not null references portail.abonnement (id),
  le timestamptz not null,
  primary key (lettre_id, abonnement_id)
);
grant select, insert, delete on portail.remise to coforme_porte;

-- Ce que la loi demande de dire de qui publie (loi 2004-575 du 21 juin 2004, art. 1-1) : une ligne, tenue par qui administre l'instance.
create table portail.mention (
  seul boolean primary key default true check (seul),
  editeur text not null default '' check (length(editeur) <= 500),
  directeur text not null default '' check (length(directeur) <= 200),
  hebergeur text not null default '' check (length(hebergeur) <= 500),
  contact text not null default '' check (length(contact) <= 254),
  modifiee_le timestamptz not null,
  nom text not null default '' check (length(nom) <= 120) -- celui de l'Union, que l'en-tête de son site écrit
);
grant select, insert, update on portail.mention to coforme_porte;

-- Le logo d'une coopérative.
-- Une image refaite par nous, ou la copie du tracé qui figure sur ses documents. Il ne se lit sans compte que si la fiche est publiée.
create table portail.logo (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  type text not null check (type in ('image/webp', 'image/svg+xml')),
  octets bytea not null check (octet_length(octets) between 1 and 61440),
  largeur integer check (largeur between 1 and 4000),
  hauteur integer check (hauteur between 1 and 4000),
  cle text not null check (cle ~ '^[0-9a-f]{16}$'),
  pose_le timestamptz not null,
  primary key (organisme_id)
);
grant select, insert, update, delete on portail.logo to coforme_app;

-- Les images d'un import.
-- Ce qu'il reste à aller chercher, et pourquoi ce qui ne l'est pas ne l'est pas. Une image sans texte de remplacement n'est pas prise.
create table portail.image_importee (
  pole_id uuid not null,
  actualite_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  importation_id uuid not null,
  url text not null check (url ~ '^https?://' and length(url) <= 1000),
  alt text not null check (length(alt) <= 300),
  etat text not null check (etat in ('attend', 'prise', 'laissee')),
  pourquoi text not null default '' check (length(pourquoi) <= 500),
  primary key (pole_id, actualite_id),
  foreign key (pole_id, actualite_id) references portail.actualite (pole_id, id),
  foreign key (pole_id, importation_id) references portail.importation (pole_id, id)
);
create index on portail.image_importee (pole_id, importation_id, etat);
grant select, insert, update on portail.image_importee to coforme_app;
