-- Des documents que des coopératives d’un pôle mettent en commun, et les copies que chacune en prend.
create schema ressources;
grant usage on schema ressources to coforme_app, coforme_porte, coforme_maintenance;

create table ressources.ressource (
  organisme_id uuid not null, -- qui la dépose
  id uuid not null,
  pole_id uuid not null,
  titre text not null check (length(titre) between 3 and 200),
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  publics text not null default '' check (length(publics) <= 300),
  duree text not null default '' check (length(duree) <= 100),
  prerequis text not null default '' check (length(prerequis) <= 500),
  langues text not null default '' check (length(langues) <= 120),
  deposee_le timestamptz not null,
  deposee_par uuid not null,
  retiree_le timestamptz,
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
comment on table ressources.ressource is 'Un document qu’une coopérative met en commun dans un pôle.';
create index on ressources.ressource (pole_id);
grant select, insert, update (retiree_le) on ressources.ressource to coforme_porte;

-- Chaque version est une ligne de plus : ce qui a circulé ne se corrige pas, et la copie d’une autre y renvoie.
create table ressources.version (
  organisme_id uuid not null,
  id uuid not null,
  ressource_id uuid not null,
  rang integer not null check (rang > 0),
  note text not null default '' check (length(note) <= 1000),
  auteurs text not null check (length(auteurs) between 2 and 300),
  titulaire text not null check (length(titulaire) between 2 and 200),
  licence text not null check (licence in ('cc-by-sa', 'cc-by', 'cc-by-nc-sa', 'pole', 'reserve')),
  d_apres text not null default '' check (length(d_apres) <= 1500), -- vide : une œuvre qui ne reprend rien
  d_apres_licence text check (d_apres_licence in ('cc-by-sa', 'cc-by', 'cc-by-nc-sa', 'pole', 'reserve')),
  copie_id uuid, -- la copie d’une autre dont elle part
  tiers text not null default '' check (length(tiers) <= 1000), -- vide : qui dépose dit qu’il n’y en a pas
  accessibilite text not null check (accessibilite ~ '^[a-z-]{3,20}$'),
  acces text not null default '' check (length(acces) <= 300),
  valable_au date, -- d’un modèle : le dernier jour où son droit a été vérifié
  sources text not null default '' check (sources = '' or (sources ~ '^https?://' and length(sources) <= 1000)),
  fichier_nom text not null check (length(fichier_nom) between 1 and 200),
  fichier_type text not null check (length(fichier_type) between 3 and 100),
  taille integer not null check (taille between 1 and 10000000),
  empreinte bytea not null check (length(empreinte) = 32),
  octets bytea not null,
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, id),
  unique (organisme_id, ressource_id, rang),
  foreign key (organisme_id, ressource_id) references ressources.ressource (organisme_id, id),
  check ((d_apres = '') = (d_apres_licence is null)),
  check (copie_id is null or d_apres <> ''),
  check (octet_length(octets) = taille)
);
comment on table ressources.version is 'Une version d’un document mis en commun : auteurs, titulaire des droits, licence, fichier.';
grant select, insert on ressources.version to coforme_porte;

-- Une relecture porte sur une version ; qui l’a déposée ne se relit pas.
create table ressources.relecture (
  organisme_id uuid not null, -- qui relit
  id uuid not null,
  de_organisme_id uuid not null,
  version_id uuid not null,
  compte_id uuid not null,
  avis text not null check (avis in ('bon', 'a-reprendre')),
  mot text not null default '' check (length(mot) <= 1000),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, version_id, compte_id),
  foreign key (de_organisme_id, version_id) references ressources.version (organisme_id, id)
);
comment on table ressources.relecture is 'Une personne du pôle a relu une version d’un document mis en commun.';
create index on ressources.relecture (de_organisme_id, version_id);
grant select, insert on ressources.relecture to coforme_porte;

-- La copie à soi : la version prise, une fois. Le fichier de la version reste, même retirée : la copie s’ouvre toujours.
create table ressources.copie (
  organisme_id uuid not null, -- qui l’a prise
  id uuid not null,
  de_organisme_id uuid not null check (de_organisme_id <> organisme_id),
  version_id uuid not null,
  prise_le timestamptz not null,
  prise_par uuid not null,
  primary key (organisme_id, id),
  unique (organisme_id, version_id),
  foreign key (de_organisme_id, version_id) references ressources.version (organisme_id, id)
);
comment on table ressources.copie is 'Une coopérative a pris une copie à elle d’une version, sous sa licence.';
create index on ressources.copie (de_organisme_id, version_id);
grant select, insert on ressources.copie to coforme_porte;
alter table ressources.version add foreign key (organisme_id, copie_id) references ressources.copie (organisme_id, id);
call app.proteger('ressources.ressource', 'porte');
call app.proteger('ressources.version', 'porte');
call app.proteger('ressources.relecture', 'porte');
call app.proteger('ressources.copie', 'porte');
