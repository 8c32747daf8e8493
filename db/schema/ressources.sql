-- Ce que des coopératives d’un pôle mettent en commun : leurs documents. Tout est derrière des portes.
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
  unique (id), -- il vient de la page : sans elle, l’identifiant du document d’une autre le doublerait
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
  d_apres text not null default '' check (length(d_apres) <= 6000), -- vide : une œuvre qui ne reprend rien
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
  unique (id),
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

-- Acheter ensemble : un besoin, ce que chacune prendrait, les offres reçues, le choix voté, qui rejoint, ce que cela donne. Aucun prix de vente
-- n’a de colonne : qui achète ensemble ne se dit pas ce qu’elle vend.
create table ressources.achat (
  organisme_id uuid not null, -- qui le conduit
  id uuid not null,
  pole_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  objet text not null check (length(objet) between 3 and 200),
  besoin text not null check (length(besoin) between 10 and 2000),
  unite text not null check (length(unite) between 2 and 60),
  volumes_jusqu_au date not null,
  ouvert_le timestamptz not null,
  ouvert_par uuid not null,
  clos_le timestamptz, -- les volumes : jusque-là, chacune ne lit que le sien
  decision_id uuid,
  offre_id uuid,
  conditions text not null default '' check (length(conditions) <= 2000),
  rejoindre_jusqu_au date,
  retenu_le timestamptz,
  fini_le timestamptz,
  issue text not null default '' check (length(issue) <= 1000),
  primary key (organisme_id, id),
  unique (id),
  unique (pole_id, decision_id), -- une décision du pôle ne choisit que d’un achat
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id),
  check (retenu_le is null or (clos_le is not null and decision_id is not null and offre_id is not null and rejoindre_jusqu_au is not null)),
  check ((fini_le is null) = (issue = ''))
);
comment on table ressources.achat is 'Un achat que des coopératives d’un pôle préparent ensemble.';
create index on ressources.achat (pole_id);
grant select, insert, update (clos_le, decision_id, offre_id, conditions, rejoindre_jusqu_au, retenu_le, fini_le, issue) on ressources.achat to coforme_porte;

create table ressources.volume (
  organisme_id uuid not null, -- qui le dit
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 0 and 1000000), -- zéro : elle n’en prendrait pas
  mot text not null default '' check (length(mot) <= 500),
  dit_le timestamptz not null,
  dit_par uuid not null,
  primary key (organisme_id, achat_id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.volume is 'Ce qu’une coopérative prendrait d’un achat ; elle seule le lit, jusqu’à la clôture.';
create index on ressources.volume (achat_organisme_id, achat_id);
grant select, insert, update (quantite, mot, dit_le, dit_par), delete on ressources.volume to coforme_porte;

create table ressources.offre (
  organisme_id uuid not null, -- qui conduit l’achat, et l’a reçue
  id uuid not null,
  achat_id uuid not null,
  fournisseur text not null check (length(fournisseur) between 2 and 200),
  prix_centimes bigint not null check (prix_centimes between 0 and 1000000000), -- pour une unité, hors taxes
  conditions text not null default '' check (length(conditions) <= 1000),
  notee_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, achat_id, id),
  foreign key (organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.offre is 'L’offre d’un fournisseur, pour un achat préparé ensemble.';
grant select, insert on ressources.offre to coforme_porte;
alter table ressources.achat add foreign key (organisme_id, id, offre_id) references ressources.offre (organisme_id, achat_id, id);

create table ressources.participation (
  organisme_id uuid not null, -- qui rejoint
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 0 and 1000000), -- zéro : elle ne rejoint pas
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, achat_id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.participation is 'Une coopérative rejoint un achat, aux conditions dites.';
create index on ressources.participation (achat_organisme_id, achat_id);
grant select, insert, update (quantite, le, par), delete on ressources.participation to coforme_porte;

-- Dans une coopérative d’activité, rejoindre attend un visa : la demande, et ce qu’elle devint.
create table ressources.demande_de_part (
  organisme_id uuid not null, -- qui demande
  id uuid not null,
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  quantite integer not null check (quantite between 1 and 1000000),
  faite_le timestamptz not null,
  par uuid not null,
  finie_le timestamptz,
  issue text check (issue in ('visee', 'refusee', 'retiree')),
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id),
  check ((finie_le is null) = (issue is null))
);
comment on table ressources.demande_de_part is 'Une coopérative d’activité demande à rejoindre un achat ; son visa en décide.';
create index on ressources.demande_de_part (achat_organisme_id, achat_id);
create unique index une_demande_par_achat on ressources.demande_de_part (organisme_id, achat_organisme_id, achat_id) where finie_le is null;
grant select, insert, update (finie_le, issue, motif) on ressources.demande_de_part to coforme_porte;

create table ressources.suivi (
  organisme_id uuid not null, -- qui l’écrit
  id uuid not null,
  achat_organisme_id uuid not null,
  achat_id uuid not null,
  texte text not null check (length(texte) between 3 and 1000),
  le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (achat_organisme_id, achat_id) references ressources.achat (organisme_id, id)
);
comment on table ressources.suivi is 'Ce qu’une coopérative dit d’un achat, une fois en cours.';
create index on ressources.suivi (achat_organisme_id, achat_id);
grant select, insert on ressources.suivi to coforme_porte;

-- Une spécialité demandée et non trouvée, sans un mot de plus : le pôle n’en lit que des sommes.
create table ressources.manque (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  nsf text not null check (nsf ~ '^[0-9]{3}$'),
  dit_le timestamptz not null,
  dit_par uuid not null,
  retire_le timestamptz, -- retirée, elle ne compte plus ; ses trente jours courent encore
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
comment on table ressources.manque is 'Une coopérative a cherché cette spécialité, et n’a trouvé personne.';
create index on ressources.manque (pole_id);
grant select, insert, update (retire_le) on ressources.manque to coforme_porte;
