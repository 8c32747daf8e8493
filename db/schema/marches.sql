-- Long parce que les tables d’un module se lisent d’un trait.

-- Les marchés publics : les avis publiés, ce que chaque coopérative en cherche et en fait.
create schema marches;
grant usage on schema marches to coforme_app, coforme_porte, coforme_maintenance;

-- Un avis publié au BOAMP ou au TED, lu et normalisé. Public : le même pour tous, et il ne dit rien de qui le regarde.
create table marches.avis (
  idweb text not null check (length(idweb) between 1 and 80),
  procedure text check (length(procedure) between 1 and 200), -- ce qui réunit tous les avis d’une consultation
  nature text not null check (nature in ('marche', 'rectificatif', 'annulation', 'attribution', 'autre')),
  parution date,
  limite timestamptz, -- le premier terme publié
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 400000), -- l’avis lu (`AvisLu`)
  recu_le timestamptz not null,
  change_le timestamptz, -- publié de nouveau sous le même numéro, autrement
  primary key (idweb)
);
comment on table marches.avis is 'Les avis publiés, lus et normalisés ; un par numéro.';
create index avis_parution on marches.avis (nature, parution);
grant select, insert, update (procedure, nature, parution, limite, contenu, change_le) on marches.avis to coforme_porte;

-- D’où les avis se relèvent, et ce qu’a donné le dernier relevé. Une ligne par source.
create table marches.source (
  adresse text not null check (length(adresse) between 10 and 500),
  active boolean not null default false,
  modifiee_le timestamptz not null,
  essai_le timestamptz, -- le dernier relevé, réussi ou non
  bonne_le timestamptz, -- le dernier qui a réussi : la date de la copie
  echec text check (length(echec) <= 300), -- pourquoi le dernier a échoué
  recus integer, -- ce que le dernier a apporté de neuf ou de changé
  rejets integer, -- ce qu’il n’a pas su lire
  genre text not null default 'boamp' check (genre in ('boamp', 'ted')),
  primary key (genre)
);
comment on table marches.source is 'L’adresse où les avis se relèvent, réglée par qui administre l’instance, et l’état de la copie.';
grant select, insert, update (adresse, active, modifiee_le, essai_le, bonne_le, echec, recus, rejets) on marches.source to coforme_porte;

-- Un avis qu’une coopérative apporte : d’un fichier, collé, ou écrit à la main (profil d’acheteur, appel à projets). Il n’est qu’à elle.
create table marches.avis_apporte (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  idweb text not null check (length(idweb) between 1 and 80),
  nature text not null check (nature in ('marche', 'rectificatif', 'annulation', 'attribution', 'autre')),
  parution date,
  limite timestamptz,
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) <= 400000),
  adresse text check (length(adresse) between 10 and 500), -- où le lire, quand la coopérative l’a écrit
  recu_le timestamptz not null,
  recu_par uuid not null default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, idweb)
);
comment on table marches.avis_apporte is 'Un avis apporté par une coopérative, et lu d’elle seule.';
grant select, insert (id, idweb, nature, parution, limite, contenu, adresse, recu_le),
  update (nature, parution, limite, contenu, recu_le) on marches.avis_apporte to coforme_app;

-- Ce que la coopérative cherche. Une liste vide ne trie pas.
create table marches.profil (
  organisme_id uuid not null default app.organisme(),
  departements text[] not null default '{}' check (cardinality(departements) <= 110),
  cpv text[] not null default '{}' check (cardinality(cpv) <= 50),
  mots text[] not null default '{}' check (cardinality(mots) <= 50),
  exclure text[] not null default '{}' check (cardinality(exclure) <= 50),
  jours smallint not null default 0 check (jours between 0 and 90), -- rien qui ferme avant tant de jours
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid not null default app.personne(),
  rang smallint not null default 1 check (rang between 1 and 6), -- une coopérative en a plusieurs : un par activité, par territoire
  nom text not null default '' check (length(nom) <= 60),
  primary key (organisme_id, rang)
);
comment on table marches.profil is 'Les filtres de la veille d’une coopérative, profil par profil.';
grant select, insert (departements, cpv, mots, exclure, jours, modifie_le, rang, nom),
  update (departements, cpv, mots, exclure, jours, version, modifie_le, modifie_par, nom), delete on marches.profil to coforme_app;

-- Ce que la coopérative fait d’un avis : elle le suit, ou le laisse et dit pourquoi.
create table marches.suivi (
  organisme_id uuid not null default app.organisme(),
  idweb text not null check (length(idweb) between 1 and 80),
  etat text not null check (etat in ('suivi', 'laisse')),
  motif text check (motif in ('metier', 'delai', 'chiffre-d-affaires', 'capacite', 'autre')),
  precision_ text not null default '' check (length(precision_) <= 500),
  le timestamptz not null,
  par uuid not null default app.personne(),
  primary key (organisme_id, idweb),
  check ((etat = 'laisse') = (motif is not null)),
  check (motif is distinct from 'autre' or precision_ <> '')
);
comment on table marches.suivi is 'Un avis suivi, ou laissé avec son motif.';
grant select, insert (idweb, etat, motif, precision_, le), update (etat, motif, precision_, le, par), delete on marches.suivi to coforme_app;

-- Qui reçoit la veille par courriel, et jusqu’où elle lui a été dite.
create table marches.abonne (
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null default app.personne(),
  jusque timestamptz not null, -- les avis reçus jusque-là lui ont été dits
  primary key (organisme_id, compte_id)
);
comment on table marches.abonne is 'Les personnes à qui la veille s’écrit chaque matin.';
grant select, insert (compte_id, jusque), update (jusque), delete on marches.abonne to coforme_app;

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

-- Regarder un lot et s’y dire intéressée sont la même écriture, de la même taille : les lignes ajoutées que compte PostgreSQL ne les
-- distinguent pas. Les lignes lues, si : le rôle web lit ces compteurs sur une base extérieure. Ce qui est dit est chiffré par les clés de
-- l’instance ; regarder chiffre du bruit.
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
  zone text not null default 'Europe/Paris' check (length(zone) between 3 and 60), -- la pendule de l’acheteur
  primary key (groupement_id),
  check (etat <> 'constitue' or (forme is not null and constitue_le is not null))
);
comment on table marches.groupement is 'Un dossier à plusieurs sur un lot. Ne se lit que de qui y est entré.';
grant select, update (forme, version) on marches.groupement to coforme_app;
grant select, insert, update (etat, constitue_le, limite, signe_le) on marches.groupement to coforme_porte;

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
  papier text check (length(papier) <= 200000), -- ce qui se signe, figé : le JSON canonique de ses rubriques
  empreinte bytea check (empreinte = sha256(convert_to(papier, 'UTF8'))),
  primary key (groupement_id, version),
  check ((papier is null) = (empreinte is null))
);
comment on table marches.convention is 'Les clauses du groupement, par version, et le papier figé qui se signe.';
grant select, insert (groupement_id, version, contenu, le, papier, empreinte) on marches.convention to coforme_app;
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

-- La signature de la convention, par lien : la demande d’un membre à qui l’engage, puis ce qui est signé. Une seule en cours par membre et version.
create table marches.signature (
  groupement_id uuid not null,
  id uuid not null, -- ce dont parle le lien
  organisme_id uuid not null,
  version integer not null,
  nom text not null check (length(btrim(nom)) between 2 and 200),
  qualite text not null check (length(btrim(qualite)) between 2 and 120),
  courriel text not null check (length(courriel) between 3 and 254),
  le timestamptz not null,
  par uuid not null,
  code bytea check (length(code) = 32), -- une empreinte à clé, quinze minutes, cinq essais
  code_le timestamptz,
  code_essais integer not null default 0,
  codes integer not null default 0,
  signee_le timestamptz,
  consentement text check (length(consentement) between 1 and 600), -- la phrase même à laquelle on a consenti
  empreinte bytea check (length(empreinte) = 32), -- celle du papier signé
  refusee_le timestamptz,
  motif text not null default '' check (length(motif) <= 500),
  retiree_le timestamptz,
  primary key (groupement_id, id),
  foreign key (groupement_id, version) references marches.convention (groupement_id, version),
  check ((signee_le is null) = (empreinte is null) and (signee_le is null) = (consentement is null) and (signee_le is null or refusee_le is null))
);
comment on table marches.signature is 'Qui est prié de signer la convention pour un membre, par lien, et ce qu’il a signé.';
create unique index signature_en_cours on marches.signature (organisme_id, groupement_id, version) where retiree_le is null;
grant select, insert, delete, update (nom, qualite, code, code_le, code_essais, codes, signee_le, consentement, empreinte, refusee_le, motif, retiree_le)
  on marches.signature to coforme_porte;

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
  genre text not null check (genre in ('reglement', 'capacite', 'cle', 'secours', 'part', 'total', 'depot', 'marche', 'issue', 'lecon', 'commande', 'execution', 'visa', 'question', 'reponse', 'negociation', 'conseil', 'bloc', 'relecture', 'commentaire', 'memoire')),
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
grant insert, delete on marches.ecrit to coforme_porte;

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
  retrait text not null default '' check (length(retrait) <= 500), -- au gel, pourquoi elle est retirée
  primary key (groupement_id, id)
);
comment on table marches.piece is 'Une pièce versée à un dossier par un membre, ou l’accusé d’un dépôt.';
alter table marches.piece alter column octets set storage external;
grant select, insert (groupement_id, id, exigence, nom, type, taille, empreinte, octets, expire_le, motif, le), update (retiree_le, retrait) on marches.piece to coforme_app;
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

-- Un bloc de mémoire technique, gardé par la coopérative et repris en copie d’un dossier à l’autre.
create table marches.bloc (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  version integer not null default 1 check (version > 0),
  titre text not null check (length(btrim(titre)) between 2 and 200),
  texte text not null check (length(btrim(texte)) between 20 and 20000),
  auteur text not null check (length(btrim(auteur)) between 2 and 200), -- qui l’a écrit, dans les mots de la coopérative
  licence text not null check (length(licence) between 2 and 20), -- `licences` du pôle
  preuve text not null default '' check (length(preuve) <= 500), -- ce qui montre que c’est vrai
  preuve_le date, -- de quand date cette preuve
  le timestamptz not null,
  par uuid not null default app.personne(),
  retire_le timestamptz,
  primary key (organisme_id, id)
);
comment on table marches.bloc is 'Les blocs de mémoire technique d’une coopérative, lus d’elle seule. Un dossier en a des copies.';
grant select, insert (id, titre, texte, auteur, licence, preuve, preuve_le, le),
  update (version, titre, texte, auteur, licence, preuve, preuve_le, le, par, retire_le) on marches.bloc to coforme_app;

-- Qui a ouvert une page d’un dossier, jour par jour. Les membres la lisent ; personne ne l’écrit que la porte, à l’heure de la base.
create table marches.lecture (
  groupement_id uuid not null,
  organisme_id uuid not null,
  compte_id uuid not null,
  jour date not null,
  fois integer not null check (fois > 0),
  premiere timestamptz not null,
  derniere timestamptz not null,
  primary key (groupement_id, compte_id, jour),
  foreign key (groupement_id, organisme_id) references marches.membre (groupement_id, organisme_id)
);
comment on table marches.lecture is 'Le journal de qui a lu un dossier. Il reste quand le dossier est abandonné.';
grant select, insert, update (fois, derniere) on marches.lecture to coforme_porte;
