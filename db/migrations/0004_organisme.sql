-- La coopérative : son identité, ses enseignes, ses lieux, ses signataires.
create schema organisme;

create table organisme.organisme (
  organisme_id uuid primary key default app.organisme(),
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60), -- nom court des adresses, public
  nom text not null check (length(nom) between 1 and 200),
  raison_sociale text not null default '',
  forme text not null check (forme in ('scop', 'scic', 'cae', 'autre')),
  siret text not null check (siret ~ '^[0-9]{14}$'),
  nda text check (nda ~ '^[0-9A-Z]{11}$'), nda_precedents text[] not null default '{}',
  nda_prefet text not null default '',                     -- « de la région Île-de-France » (R6351-6)
  uai text check (uai ~ '^[0-9]{7}[A-Z]$'),
  adresse text not null default '', code_postal text not null default '', ville text not null default '',
  courriel text not null default '', telephone text not null default '', site text not null default '',
  couleur text not null default '#0f4c4a' check (couleur ~ '^#[0-9a-f]{6}$'),
  logo text,                                               -- empreinte d'un SVG de tracés seulement
  zone text not null default 'Europe/Paris',
  regime_tva text not null default 'exonere' check (regime_tva in ('exonere', 'franchise', 'assujetti')),
  tva_attestation_le date, tva_numero text,
  exercice_debut text not null default '01-01' check (exercice_debut ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  cree_le timestamptz not null, modifie_le timestamptz not null
);

create table organisme.activite (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id), id uuid not null,
  nom text not null check (length(nom) between 1 and 120),
  commune boolean not null default false,
  ouverte_le date not null, fermee_le date,
  primary key (organisme_id, id)
);
create unique index on organisme.activite (organisme_id) where commune;

create table organisme.etablissement (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id), id uuid not null,
  nom text not null check (length(nom) between 1 and 120),
  siret text check (siret ~ '^[0-9]{14}$'),
  adresse text not null default '', code_postal text not null default '', ville text not null default '',
  zone text not null default 'Europe/Paris', capacite integer check (capacite > 0),
  ferme_le date,
  primary key (organisme_id, id)
);

create table organisme.signataire (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id), id uuid not null,
  compte_id uuid not null, nom text not null, qualite text not null,
  pieces text[] not null, plafond_centimes bigint check (plafond_centimes > 0), -- nul : sans plafond (représentant légal)
  representant boolean not null default false,
  du date not null, au date, delegue_par text not null default '',
  primary key (organisme_id, id)
);

call app.proteger('organisme.organisme', 'own');
call app.proteger('organisme.activite', 'own');
call app.proteger('organisme.etablissement', 'own');
call app.proteger('organisme.signataire', 'own');
grant select, insert, update on organisme.organisme, organisme.activite, organisme.etablissement, organisme.signataire to coforme_app;

-- Le journal nomme l'enseigne de chaque geste : la clé naît avec la table qu'elle vise.
call app.lier('journal.geste', 'geste_activite_fk', 'organisme_id, activite_id', 'organisme.activite (organisme_id, id)');
