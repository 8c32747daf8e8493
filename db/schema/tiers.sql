-- Les personnes et les structures que la coopérative connaît.
create schema tiers;
grant usage on schema tiers to coforme_app, coforme_porte, coforme_maintenance;

create table tiers.entreprise (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  siret text check (siret ~ '^[0-9]{14}$'),
  -- Collation C : les bornes d'un préfixe n'ont de sens que dans l'ordre des octets.
  pli text collate "C" not null, -- nom sans accent ni casse : la recherche passe par un préfixe, sous un opérateur étanche
  cree_le timestamptz not null,
  -- Les tiers au complet : coordonnées, contacts, financeurs, intervenants et leur statut daté, fiches en double.
  -- Fusionner ne déplace aucune ligne : l'absorbée renvoie à la gardée, les lectures suivent le renvoi, le défaire suffit.
  siren text check (siren ~ '^[0-9]{9}$'), -- seul, quand l'établissement n'est pas connu
  nda text check (nda ~ '^[0-9AB]{11}$'), -- d'un autre organisme de formation
  adresse text check (length(adresse) between 1 and 300),
  code_postal text,
  ville text check (length(ville) between 1 and 100),
  telephone text check (length(telephone) between 1 and 30),
  courriel text check (length(courriel) <= 254),
  -- Cliente, ou qui peut le devenir : un employeur l'est d'office ; un OPCO ne l'est pas.
  est_client boolean not null default true,
  est_of boolean not null default false,
  financeur_genre text check (financeur_genre in ('opco', 'cdc', 'france-travail', 'region', 'etat', 'faf',
    'transitions-pro', 'agefiph', 'europe', 'autre-public')),
  -- Étrangère, elle a le code postal de son pays et, dans l'Union, son numéro de TVA ; une association peut n'avoir aucun SIREN.
  pays text not null default 'FR' check (pays ~ '^[A-Z]{2}$'),
  tva_intra text check (tva_intra ~ '^[A-Z]{2}[0-9A-Z+*]{2,12}$'),
  sans_siren boolean not null default false,
  -- L'import qui a fait naître la fiche, s'il y en a un : le défaire la retire, tant que rien ne la cite.
  import_id uuid,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  constraint entreprise_code_postal check (case when pays = 'FR' then code_postal ~ '^[0-9]{5}$' else length(code_postal) between 1 and 12 end),
  constraint entreprise_sans_siren check (not sans_siren or (siren is null and siret is null)),
  constraint entreprise_siren_du_siret check (siren is null or siret is null or siren = left(siret, 9))
);
create index on tiers.entreprise (organisme_id, pli);
create index on tiers.entreprise (organisme_id, siret) where siret is not null;
create index entreprise_import on tiers.entreprise (organisme_id, import_id) where import_id is not null;
-- Ni de quel import une fiche est née, ni quand : qui les changerait retirerait n’importe quelle fiche (« defaire_import »).
grant select, insert, delete, update (nom, siret, pli, siren, nda, adresse, code_postal, ville, telephone, courriel, est_client, est_of, financeur_genre, pays, tva_intra, sans_siren) on tiers.entreprise to coforme_app;

create table tiers.personne (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  prenom text not null check (length(prenom) between 1 and 100),
  nom text not null check (length(nom) between 1 and 100),
  courriel text check (length(courriel) <= 254),
  entreprise_id uuid,
  pli text collate "C" not null, -- « nom prénom » replié
  cree_le timestamptz not null,
  telephone text check (length(telephone) between 1 and 30),
  -- Demandée à qui s'engage par contrat, à titre individuel et à ses frais (L6353-3) ; à personne d'autre (L6353-9).
  adresse text check (length(adresse) between 1 and 300),
  code_postal text check (code_postal ~ '^[0-9]{5}$'),
  ville text check (length(ville) between 1 and 100),
  -- Ce qui est effacé le dit.
  effacee_le timestamptz,
  import_id uuid, -- comme celui d'une entreprise
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
comment on column tiers.personne.effacee_le is 'La fiche n’a plus ni nom ni coordonnées : il n’en reste qu’un identifiant, que les heures et les comptes désignent.';
create index on tiers.personne (organisme_id, pli, id);
create index on tiers.personne (organisme_id, courriel) where courriel is not null;
create index on tiers.personne (organisme_id, entreprise_id) where entreprise_id is not null;

-- L'adresse d'une personne se cherche d'un organisme à l'autre par la porte seule ; l'index n'est pas unique, il n'apprend rien.
create index personne_courriel on tiers.personne (lower(courriel)) where courriel is not null;
create index personne_import on tiers.personne (organisme_id, import_id) where import_id is not null;
grant select, insert, delete, update (prenom, nom, courriel, entreprise_id, pli, telephone, adresse, code_postal, ville, effacee_le) on tiers.personne to coforme_app;

-- Chaque mot du nom, du prénom et du courriel, replié : on cherche par le début de n'importe lesquels, dans n'importe
-- quel ordre, sous des opérateurs étanches. Tiré de la fiche par la base, donc jamais sauvegardé.
create table tiers.mot (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  personne_id uuid not null,
  mot text collate "C" not null,
  pli text collate "C" not null, -- celui de la personne : l'ordre de la liste, sans relire la fiche
  primary key (organisme_id, personne_id, mot),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id) on delete cascade,
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade on delete cascade
);
create index mot_debut on tiers.mot (organisme_id, mot, pli, personne_id) include (activite_id);
grant select, insert, delete on tiers.mot to coforme_app;

create table tiers.contact (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  entreprise_id uuid not null,
  personne_id uuid not null,
  fonction text check (length(fonction) between 1 and 150),
  peut_signer boolean not null default false, -- engage l'entreprise : la convention peut lui être adressée
  cree_le timestamptz not null,
  retire_le timestamptz, -- ne l'est plus ; la ligne reste, des pièces s'y réfèrent
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, entreprise_id, personne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, entreprise_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on tiers.contact (organisme_id, personne_id);
grant select, insert, update (fonction, peut_signer, retire_le) on tiers.contact to coforme_app;

-- Qui peut animer. Les titres et qualités, et leur rapport avec la prestation, se justifient au contrôle (L6352-1).
create table tiers.intervenant (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  personne_id uuid not null,
  compte_id uuid, -- son compte, s'il en a un : ce qui rend une session « sienne »
  titres text not null default '' check (length(titres) <= 4000),
  rapport text not null default '' check (length(rapport) <= 4000),
  cree_le timestamptz not null,
  titres_de uuid, -- le dossier remis pour une mission d’où viennent ces titres : ils s’effacent avec lui
  primary key (organisme_id, personne_id),
  unique (organisme_id, personne_id, activite_id),
  unique (organisme_id, compte_id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade
);
grant select, insert, update (compte_id, titres, rapport, titres_de) on tiers.intervenant to coforme_app;

-- Le statut d'un intervenant, début et fin compris. Le BPF compte une personne sur la ligne de son statut du jour (cadre E).
create table tiers.statut (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  du date not null,
  au date,
  statut text not null,
  entreprise_id uuid, -- qui la met à disposition, la porte, ou l'emploie : le sous-traitant
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  check (au is null or du <= au),
  foreign key (organisme_id, personne_id) references tiers.intervenant (organisme_id, personne_id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.intervenant (organisme_id, personne_id, activite_id) on update cascade,
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  constraint statut_sans_chevauchement exclude using gist
    (organisme_id with =, personne_id with =, daterange(du, au, '[]') with &&),
  -- Le porteur de projet en CAPE anime sans être salarié ; sa ligne du cadre E est un doute (R13), pas son statut.
  constraint statut_statut_check check (statut in ('salarie',
  'entrepreneur-salarie', 'dirigeant', 'benevole', 'mise-a-disposition', 'porteur-cape', 'honoraires', 'sous-traitant-of', 'portage'))
);
grant select, insert, delete, update (du, au, statut, entreprise_id) on tiers.statut to coforme_app;

-- Un renvoi par ligne, en ajout ; le défaire le date. L'une et l'autre sont de la même enseigne.
create table tiers.fusion (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  garde_id uuid not null,
  absorbe_id uuid not null check (absorbe_id <> garde_id),
  le timestamptz not null,
  par uuid default app.personne(),
  defaite_le timestamptz,
  defaite_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, garde_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, absorbe_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, garde_id, activite_id) references tiers.personne (organisme_id, id, activite_id),
  foreign key (organisme_id, absorbe_id, activite_id) references tiers.personne (organisme_id, id, activite_id)
);
create unique index fusion_vive on tiers.fusion (organisme_id, absorbe_id) where defaite_le is null;
create index fusion_garde on tiers.fusion (organisme_id, garde_id) where defaite_le is null;
grant select, insert, update (defaite_le, defaite_par) on tiers.fusion to coforme_app;

create table tiers.fusion_entreprise (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  garde_id uuid not null,
  absorbe_id uuid not null check (absorbe_id <> garde_id),
  le timestamptz not null,
  par uuid default app.personne(),
  defaite_le timestamptz,
  defaite_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, garde_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, absorbe_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, garde_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id),
  foreign key (organisme_id, absorbe_id, activite_id) references tiers.entreprise (organisme_id, id, activite_id)
);
create unique index fusion_entreprise_vive on tiers.fusion_entreprise (organisme_id, absorbe_id) where defaite_le is null;
create index fusion_entreprise_garde on tiers.fusion_entreprise (organisme_id, garde_id) where defaite_le is null;
grant select, insert, update (defaite_le, defaite_par) on tiers.fusion_entreprise to coforme_app;

-- « Ce ne sont pas les mêmes » : deux fiches (personnes, ou entreprises) qu'on ne propose plus de réunir.
create table tiers.distinction (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  premier_id uuid not null,
  second_id uuid not null,
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, premier_id, second_id),
  check (premier_id < second_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
grant select, insert, delete on tiers.distinction to coforme_app;

-- Les fichiers de tableur que l'on dépose pour faire entrer personnes et entreprises : ce que l'on y a reconnu, et le rapport ligne
-- par ligne. Le fichier lui-même se garde sept jours : le temps de l'importer, de le rendre avec ses « Pourquoi », de tout défaire.
create table tiers.lecture_csv (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre in ('personnes', 'entreprises', 'sessions')),
  nom_fichier text not null check (length(nom_fichier) between 1 and 250),
  entetes jsonb not null check (length(entetes::text) <= 100000),
  colonnes jsonb not null check (length(colonnes::text) <= 10000), -- champ → rang de la colonne
  rapport jsonb check (length(rapport::text) <= 5000000),
  contenu bytea check (octet_length(contenu) <= 10000000),
  depose_le timestamptz not null,
  applique_le timestamptz,
  -- Ce que l'import a ajouté à des fiches déjà là : la fiche, et l'empreinte de chaque valeur.
  complements jsonb check (length(complements::text) <= 20000000),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on tiers.lecture_csv (organisme_id, genre, depose_le);
grant select, insert, delete, update (colonnes, rapport, contenu, applique_le, complements) on tiers.lecture_csv to coforme_app;
