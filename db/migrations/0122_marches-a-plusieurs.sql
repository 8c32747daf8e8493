-- Un pôle ouvre l’intérêt à l’aveugle, une fois ses règles lues par un juriste. Fermé, plus rien ne se compare.
create table marches.ouverture (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  juriste text not null check (length(btrim(juriste)) between 3 and 200), -- qui a lu
  lue_le date not null,
  reserves text not null default '' check (length(reserves) <= 2000),
  le timestamptz not null,
  par uuid not null default app.personne(),
  fermee_le timestamptz,
  primary key (pole_id, id)
);
comment on table marches.ouverture is 'La lecture juridique après laquelle un pôle ouvre l’intérêt à l’aveugle ; fermée, il ne l’est plus.';
create unique index ouverture_en_cours on marches.ouverture (pole_id) where fermee_le is null;
grant select, insert (pole_id, id, juriste, lue_le, reserves, le), update (fermee_le) on marches.ouverture to coforme_app;

-- Regarder un lot et s’y dire intéressée sont la même écriture, de la même taille : les compteurs de PostgreSQL, que tous lisent, ne les
-- distinguent pas. Ce qui est dit est chiffré par les clés de l’instance ; regarder chiffre du bruit.
create table marches.regard (
  organisme_id uuid not null,
  lot text not null check (length(lot) between 3 and 300),
  rang bigint not null,
  dit text not null check (dit in ('vu', 'seule', 'ouvert', 'nommee', 'retire')),
  limite timestamptz not null,
  contenu bytea not null check (length(contenu) = 3101),
  le timestamptz not null,
  par uuid not null,
  primary key (organisme_id, lot, rang)
);
comment on table marches.regard is 'Ce qu’une coopérative a regardé ou dit d’un lot. Effacé le lendemain de la date limite.';
grant select, insert, delete on marches.regard to coforme_porte;

-- À quelle heure l’on a rapproché : l’instant d’une révélation ne dit pas celui d’une déclaration.
create table marches.rapprochement (
  le timestamptz not null,
  primary key (le)
);
grant select, insert on marches.rapprochement to coforme_porte;

-- Ce que chacune apprend, et seulement de qui a dit aussi : qu’un intérêt réciproque existe. Ni le nom, ni le nombre.
create table marches.revelation (
  organisme_id uuid not null,
  lot text not null check (length(lot) between 3 and 300),
  le timestamptz not null,
  primary key (organisme_id, lot)
);
comment on table marches.revelation is 'Un intérêt réciproque existe pour ce lot.';
grant select on marches.revelation to coforme_app;
grant insert on marches.revelation to coforme_porte;

-- Les deux ont accepté d’être nommées.
create table marches.nommee (
  organisme_id uuid not null,
  lot text not null check (length(lot) between 3 and 300),
  avec_id uuid not null,
  le timestamptz not null,
  primary key (organisme_id, lot, avec_id),
  check (organisme_id <> avec_id)
);
comment on table marches.nommee is 'Une coopérative intéressée par le même lot, quand chacune a accepté d’être nommée à l’autre.';
grant select on marches.nommee to coforme_app;
grant insert on marches.nommee to coforme_porte;

-- Qui est d’un groupement, et qui n’en est plus. Sortie, une coopérative ne passe pas en face avec ce qu’elle a lu.
create table marches.membre (
  groupement_id uuid not null,
  organisme_id uuid not null,
  lot text not null check (length(lot) between 3 and 300),
  mandataire boolean not null default false,
  invite_le timestamptz not null,
  accepte_le timestamptz,
  sorti_le timestamptz,
  sortie text check (length(btrim(sortie)) between 3 and 500),
  primary key (groupement_id, organisme_id),
  check ((sorti_le is null) = (sortie is null))
);
create unique index membre_un_par_lot on marches.membre (organisme_id, lot) where accepte_le is not null;
create unique index membre_mandataire on marches.membre (groupement_id) where mandataire;
grant select, insert, update (accepte_le, sorti_le, sortie) on marches.membre to coforme_porte;

-- Qui, nommément, lit un dossier. Une personne de deux coopératives n’en lit qu’un par lot.
create table marches.acces (
  groupement_id uuid not null,
  organisme_id uuid not null,
  compte_id uuid not null,
  lot text not null check (length(lot) between 3 and 300),
  propose_le timestamptz not null,
  du timestamptz, -- elle y est entrée
  retire_le timestamptz,
  primary key (groupement_id, organisme_id, compte_id),
  foreign key (groupement_id, organisme_id) references marches.membre (groupement_id, organisme_id)
);
create unique index acces_un_par_lot on marches.acces (compte_id, lot) where du is not null;
grant select, insert, update (du, retire_le) on marches.acces to coforme_porte;

create table marches.groupement (
  groupement_id uuid not null,
  organisme_id uuid not null, -- le mandataire
  lot text not null check (length(lot) between 3 and 300),
  idweb text not null check (length(idweb) between 1 and 80),
  objet text not null check (length(objet) between 1 and 2000),
  acheteur text not null check (length(acheteur) between 1 and 500),
  limite timestamptz not null,
  forme text check (forme in ('conjoint', 'conjoint-solidaire', 'solidaire', 'sous-traitance')),
  etat text not null default 'tour-de-table' check (etat in ('tour-de-table', 'constitue', 'abandonne')),
  cree_le timestamptz not null,
  constitue_le timestamptz,
  signe_le date, -- le marché est signé : la composition peut de nouveau bouger
  version integer not null default 1 check (version > 0),
  primary key (groupement_id),
  check (etat <> 'constitue' or (forme is not null and constitue_le is not null))
);
comment on table marches.groupement is 'Un dossier à plusieurs sur un lot. Ne se lit que de qui y est entré.';
grant select, update (forme, version) on marches.groupement to coforme_app;
grant select, insert, update (etat, constitue_le) on marches.groupement to coforme_porte;

-- Pourquoi ce membre en a besoin : écrit par lui, lu de tous les membres.
create table marches.necessite (
  groupement_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  motifs text[] not null check (cardinality(motifs) between 1 and 6
    and motifs <@ '{volume,territoire,certification,moyens,delai,chiffre-d-affaires}'),
  capable_seule boolean not null,
  texte text not null check (length(btrim(texte)) between 40 and 4000),
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (groupement_id, organisme_id)
);
comment on table marches.necessite is 'La nécessité de se grouper, lot par lot, écrite par chaque membre.';
grant select, insert (groupement_id, motifs, capable_seule, texte, le), update (motifs, capable_seule, texte, le, par) on marches.necessite to coforme_app;
grant delete on marches.necessite to coforme_porte;

-- La convention : une version ne se corrige pas, une autre la remplace.
create table marches.convention (
  groupement_id uuid not null,
  version integer not null check (version > 0),
  organisme_id uuid not null default app.organisme(), -- le mandataire, qui l’écrit
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 200000),
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (groupement_id, version)
);
comment on table marches.convention is 'Les clauses du groupement, par version.';
grant select, insert (groupement_id, version, contenu, le) on marches.convention to coforme_app;
grant delete on marches.convention to coforme_porte;

create table marches.accord (
  groupement_id uuid not null,
  version integer not null,
  organisme_id uuid not null default app.organisme(),
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (groupement_id, version, organisme_id),
  foreign key (groupement_id, version) references marches.convention (groupement_id, version)
);
comment on table marches.accord is 'L’accord d’un membre sur une version de la convention.';
grant select, insert (groupement_id, version, le) on marches.accord to coforme_app;
grant delete on marches.accord to coforme_porte;
