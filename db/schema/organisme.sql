-- La coopérative : son identité, ses enseignes, ses lieux, ses signataires.
create schema organisme;
grant usage on schema organisme to coforme_app, coforme_porte, coforme_maintenance;

create table organisme.organisme (
  organisme_id uuid primary key default app.organisme(),
  -- Nom court des adresses. Public, donc unique sur l'instance : le refus d'un nom pris n'apprend rien.
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60),
  nom text not null check (length(nom) between 2 and 250),
  forme text not null check (forme in ('scop', 'scic', 'cooperative', 'association', 'autre')),
  societe text check (societe in ('SARL', 'SA', 'SAS')),
  cae boolean not null default false,
  capital_variable boolean not null default true,
  forme_libelle text not null default '',
  siret text not null check (siret ~ '^[0-9]{14}$'),
  nda text check (nda ~ '^[0-9A-Z]{11}$'),
  nda_prefet text not null default '', -- « de la région Île-de-France » (R6351-6)
  uai text check (uai ~ '^[0-9]{7}[A-Z]$'),
  adresse text not null default '',
  code_postal text not null default '',
  ville text not null default '',
  courriel text not null default '',
  telephone text not null default '',
  site text not null default '',
  couleur text not null default '#0f4c4a' check (couleur ~ '^#[0-9a-f]{6}$'),
  logo text check (logo ~ '^[0-9a-f]{64}$'),
  zone text not null default 'Europe/Paris',
  -- Le régime de l'organisme, jamais d'une enseigne (CGI 261-4-4° a).
  regime_tva text not null default 'assujetti',
  tva_demande_recue_le date,
  tva_reference text not null default '',
  cloture_mois smallint not null default 12 check (cloture_mois between 1 and 12),
  cloture_jour smallint not null default 31 check (cloture_jour between 1 and 31),
  cree_le timestamptz not null default now(),
  modifie_le timestamptz not null default now(),
  check (regime_tva <> 'exonere' or tva_demande_recue_le is not null),
  constraint organisme_regime_tva_check
  check (regime_tva in ('a-dire', 'exonere', 'franchise', 'assujetti'))
);

-- L'adresse et le numéro que les registres disent s'écrivent à la naissance de la coopérative.
grant select, insert, update on organisme.organisme to coforme_app;
grant insert (organisme_id, code, nom, forme, societe, cae, siret, regime_tva), update (nda, adresse, code_postal, ville) on organisme.organisme to coforme_porte;

create table organisme.activite (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  nom text not null check (length(nom) between 2 and 120),
  commune boolean not null default false,
  etat text not null default 'ouverte' check (etat in ('en-test', 'ouverte', 'en-sortie', 'fermee')),
  ouverte_le date not null,
  fermee_le date,
  primary key (organisme_id, id),
  check (not commune or etat = 'ouverte'),
  check ((etat = 'fermee') = (fermee_le is not null))
);
create unique index activite_commune on organisme.activite (organisme_id) where commune;
grant select, insert, update on organisme.activite to coforme_app;
grant insert (organisme_id, id, nom, commune, ouverte_le) on organisme.activite to coforme_porte;

create table organisme.etablissement (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  nom text not null check (length(nom) between 2 and 120),
  siret text check (siret ~ '^[0-9]{14}$'),
  adresse text not null default '',
  code_postal text not null default '',
  ville text not null default '',
  zone text not null default 'Europe/Paris',
  capacite integer check (capacite between 1 and 2000),
  ferme_le date,
  primary key (organisme_id, id)
);
grant select, insert, update on organisme.etablissement to coforme_app;

-- Une délégation ne se corrige pas : elle se révoque, et une autre est donnée.
create table organisme.signataire (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  compte_id uuid not null,
  nom text not null check (length(nom) between 2 and 200), -- tel qu'imprimé sur les pièces
  qualite text not null check (length(qualite) between 2 and 120),
  genre text not null check (genre in ('fonction', 'delegation')),
  pieces text[] not null, -- {*} : toutes
  plafond_centimes bigint check (plafond_centimes > 0), -- hors taxes ; nul : sans plafond
  debut date not null,
  fin date,
  revoquee_le date,
  primary key (organisme_id, id),
  check (fin is null or fin >= debut),
  check (cardinality(pieces) > 0)
);
grant select, insert, update (revoquee_le) on organisme.signataire to coforme_app;
