-- Les pièces, les prix scellés, le dépôt et la suite d’un dossier. Une table s’ouvre sachant si l’on y est déjà attendue.
set local role coforme_porte;
drop function if exists porte.groupement_ouvrir(uuid, text, text, text, text, timestamptz, text, timestamptz);
set local role coforme_owner;
-- Le coffre d’une coopérative : ce que les acheteurs redemandent, avec jusqu’à quand cela vaut. Les octets sont au dépôt, chiffrés.
create table marches.coffre (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  genre text not null check (length(genre) between 2 and 40), -- `genresDePiece` du domaine
  titre text not null check (length(btrim(titre)) between 2 and 200),
  nom text not null check (length(nom) between 1 and 200),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  taille integer not null check (taille between 1 and 10000000),
  expire_le date,
  accord text not null default '' check (length(accord) <= 500), -- d’une référence : qui, chez le client, accepte d’être cité, et quand
  le timestamptz not null,
  par uuid not null default app.personne(),
  retiree_le timestamptz,
  primary key (organisme_id, id),
  check (genre <> 'reference' or length(btrim(accord)) >= 10)
);
comment on table marches.coffre is 'Les pièces d’une coopérative, lues d’elle seule, avec leur terme. Une référence porte l’accord du client.';
create index on marches.coffre (organisme_id, fichier);
grant select, insert (id, genre, titre, nom, fichier, type, taille, expire_le, accord, le), update (retiree_le) on marches.coffre to coforme_app;

-- Ce qui s’écrit dans un dossier constitué ou en passe de l’être : une version ne se corrige pas, une autre la remplace.
create table marches.ecrit (
  groupement_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  genre text not null check (genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution')),
  cle text not null default '' check (length(cle) <= 80), -- de plusieurs du même genre, lequel
  rang integer not null check (rang > 0),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 200000),
  motif text not null default '' check (length(motif) <= 500), -- après le gel, pourquoi
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (groupement_id, id),
  unique (groupement_id, organisme_id, genre, cle, rang)
);
comment on table marches.ecrit is 'Ce que les membres écrivent d’un dossier : le règlement lu, ce que chacun déclare, les clés publiques, le dépôt, la suite.';
grant select, insert (groupement_id, id, genre, cle, rang, contenu, motif, le) on marches.ecrit to coforme_app;
grant delete on marches.ecrit to coforme_porte;

-- Une pièce versée à un dossier, copiée du coffre ou jointe. Chiffrée par les clés de l’instance : la base seule n’en rend rien.
create table marches.piece (
  groupement_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  exigence text not null check (length(exigence) between 1 and 80),
  nom text not null check (length(nom) between 1 and 200),
  type text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  taille integer not null check (taille between 1 and 10000000),
  empreinte bytea not null check (length(empreinte) = 32), -- du contenu en clair
  octets bytea not null check (octet_length(octets) between 30 and 10000100),
  expire_le date,
  motif text not null default '' check (length(motif) <= 500),
  le timestamptz not null,
  par uuid not null default app.personne(),
  retiree_le timestamptz,
  primary key (groupement_id, id)
);
comment on table marches.piece is 'Une pièce versée à un dossier par un membre, ou l’accusé d’un dépôt.';
alter table marches.piece alter column octets set storage external;
grant select, insert (groupement_id, id, exigence, nom, type, taille, empreinte, octets, expire_le, motif, le), update (retiree_le) on marches.piece to coforme_app;
grant delete on marches.piece to coforme_porte;

-- Un prix scellé : l’engagement, chaîné à ceux d’avant ; le chiffré est à côté, derrière une porte.
create table marches.pli (
  groupement_id uuid not null,
  rang integer not null check (rang > 0),
  organisme_id uuid not null,
  engagement bytea not null check (length(engagement) = 32),
  preuve bytea not null check (length(preuve) = 32), -- SHA-256 du chiffré
  empreinte bytea not null check (length(empreinte) = 32), -- SHA-256(empreinte d’avant || organisme || preuve || engagement)
  le timestamptz not null,
  par uuid not null,
  primary key (groupement_id, rang)
);
comment on table marches.pli is 'Le registre des prix scellés d’un dossier : qui, quand, l’engagement, chaînés.';
grant select on marches.pli to coforme_app;
grant select, insert, delete on marches.pli to coforme_porte;

create table marches.pli_chiffre (
  groupement_id uuid not null,
  rang integer not null,
  organisme_id uuid not null,
  chiffre bytea not null check (octet_length(chiffre) between 8192 and 12288),
  primary key (groupement_id, rang),
  foreign key (groupement_id, rang) references marches.pli (groupement_id, rang)
);
grant select, insert, delete on marches.pli_chiffre to coforme_porte;

-- Qui a ouvert les prix, quand, pourquoi : écrit avant de lire, dans une transaction d’avant.
create table marches.levee (
  groupement_id uuid not null,
  id uuid not null,
  organisme_id uuid not null,
  motif text not null check (length(btrim(motif)) between 3 and 500),
  jusque integer not null, -- le dernier rang qu’elle ouvre
  le timestamptz not null,
  par uuid not null,
  tx xid8 not null default pg_current_xact_id(),
  primary key (groupement_id, id)
);
comment on table marches.levee is 'Les ouvertures des prix d’un dossier, lues de tous ses membres.';
grant select on marches.levee to coforme_app;
grant select, insert on marches.levee to coforme_porte;
grant update (signe_le) on marches.groupement to coforme_porte;
