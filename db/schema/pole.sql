-- Long parce que les tables d’un module se lisent d’un trait.

-- Les pôles : ce que des coopératives indépendantes font ensemble. Tout y est lu par les membres du pôle et par eux
-- seuls (famille « collective ») ; ce qui devient public est une copie, écrite exprès (pole.retour).
create schema pole;
grant usage on schema pole to coforme_app, coforme_porte, coforme_maintenance;

-- Qui en est.
-- Derrière des portes : la règle « membre » d'une table ne peut pas se lire elle-même, et qui frappe à la porte
-- n'est pas encore membre.
create table pole.adhesion (
  pole_id uuid not null,
  organisme_id uuid not null,
  etat text not null check (etat in ('demandee', 'active', 'refusee', 'sortie')),
  demandee_le timestamptz not null,
  demandee_par uuid,
  du date,
  au date,
  cherche text not null default '' check (length(cherche) <= 500),
  propose text not null default '' check (length(propose) <= 500),
  motif text check (length(motif) <= 500), -- pourquoi elle est refusée, ou pourquoi elle sort
  accueillie_le timestamptz, -- le courriel de bienvenue, une fois
  poids integer not null default 1 check (poids between 1 and 1000),
  -- Ce qu'une coopérative cherche et propose dans un pôle se redit : passé un délai, cela ne se montre plus. Et cela se change, ce que
  -- l'on ne pouvait faire qu'en entrant.
  dit_le timestamptz, -- null : depuis la demande
  primary key (pole_id, organisme_id),
  check ((etat in ('active', 'sortie')) = (du is not null)),
  check ((etat = 'sortie') = (au is not null))
);
comment on column pole.adhesion.poids is 'Le poids que les statuts donnent à la coopérative ; il ne sert qu’aux scrutins pondérés, et s’y fige à l’ouverture.';
create index on pole.adhesion (organisme_id);
grant select, insert, update on pole.adhesion to coforme_porte;

-- Qui parle pour une coopérative dans un pôle. « animation » est donnée par le pôle ; les deux autres par la coopérative.
create table pole.mandat (
  pole_id uuid not null,
  organisme_id uuid not null,
  compte_id uuid not null,
  role text not null check (role in ('animation', 'titulaire', 'suppleant')),
  nom text not null check (length(nom) between 1 and 200),
  du timestamptz not null,
  attend boolean not null default false, -- confiée par une autre, pas encore acceptée : elle ne vaut rien
  primary key (pole_id, organisme_id, compte_id, role),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);

-- Un titulaire et un suppléant au plus, par coopérative et par pôle.
create unique index mandat_unique on pole.mandat (pole_id, organisme_id, role) where role <> 'animation';
grant select, insert, delete, update (attend, du) on pole.mandat to coforme_porte;

-- Le pôle et sa vie.
create table pole.pole (
  pole_id uuid primary key,
  organisme_id uuid not null default app.organisme(),
  -- Public : c'est l'adresse du pôle sur le site de l'Union. Qu'un nom soit pris n'apprend rien.
  code text not null unique check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60),
  genre text not null check (genre in ('metier', 'territorial')),
  nom text not null check (length(nom) between 2 and 120),
  raison text not null default '' check (length(raison) <= 2000),
  territoire text not null default '' check (length(territoire) <= 200),
  courriel text not null default '' check (length(courriel) <= 254), -- où écrire au pôle ; publié avec lui
  entree text not null default 'visa' check (entree in ('libre', 'visa')),
  etat text not null check (etat in ('propose', 'lance', 'actif', 'en-sommeil', 'clos')),
  public boolean not null default true,
  lance_le date,
  cree_le timestamptz not null
);
grant select, insert, update on pole.pole to coforme_app;
grant insert on pole.pole to coforme_porte;

create table pole.reunion (
  pole_id uuid not null references pole.pole (pole_id),
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  rang integer not null check (rang > 0),
  titre text not null check (length(titre) between 1 and 200),
  format text not null check (format in ('demi-journee', 'petit-dejeuner', 'aperitif', 'visio', 'assemblee')),
  etat text not null check (etat in ('dates', 'convoquee', 'tenue', 'annulee')),
  debut timestamptz,
  fin timestamptz,
  zone text not null default 'Europe/Paris',
  hote text not null default '' check (length(hote) <= 200),
  lieu text not null default '' check (length(lieu) <= 300),
  acces text not null default '' check (length(acces) <= 1000),
  visio text not null default '' check (length(visio) <= 300),
  jauge integer check (jauge > 0),
  recit text not null default '' check (length(recit) <= 20000),
  invites text not null default '' check (length(invites) <= 500),
  compte_rendu text not null default 'brouillon' check (compte_rendu in ('brouillon', 'amendement', 'valide', 'publie')),
  amendement_le timestamptz,
  valide_le timestamptz,
  motif text check (length(motif) <= 500),
  cree_le timestamptz not null,
  primary key (pole_id, id),
  unique (pole_id, rang),
  check (debut < fin),
  check (etat in ('dates', 'annulee') or (debut is not null and fin is not null)),
  check (etat <> 'annulee' or motif is not null)
);
grant select, insert, update on pole.reunion to coforme_app;

-- Une réponse par coopérative et par personne ; « presente » se note le jour même.
create table pole.reponse (
  pole_id uuid not null,
  reunion_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  dit text not null check (dit in ('oui', 'non', 'peut-etre')),
  le timestamptz not null,
  primary key (pole_id, reunion_id, organisme_id, compte_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert, update, delete on pole.reponse to coforme_app;
grant insert on pole.reponse to coforme_porte;

-- À qui l'invitation est partie : la tâche rejouée n'écrit pas deux fois à la même personne.
create table pole.envoi (
  pole_id uuid not null,
  reunion_id uuid not null,
  compte_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  le timestamptz not null,
  primary key (pole_id, reunion_id, compte_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert on pole.envoi to coforme_app;

-- Qui était là : écrit par qui anime, au nom de toutes les coopératives présentes. L'auteur est organisme_id.
create table pole.presence (
  pole_id uuid not null,
  reunion_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  de_organisme_id uuid not null,
  personnes integer not null default 1 check (personnes between 1 and 100),
  primary key (pole_id, reunion_id, de_organisme_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  foreign key (pole_id, de_organisme_id) references pole.adhesion (pole_id, organisme_id)
);
grant select, insert, update, delete on pole.presence to coforme_app;

-- L'ordre du jour : chaque membre propose un point.
create table pole.point (
  pole_id uuid not null,
  reunion_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200),
  minutes integer check (minutes between 1 and 480),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert, update, delete on pole.point to coforme_app;

-- Le tour de table : un enjeu par ligne, recueilli avant ou pendant. Le thème vient après, de qui rassemble.
create table pole.theme (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  reunion_id uuid not null,
  nom text not null check (length(nom) between 1 and 160),
  cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert, update, delete on pole.theme to coforme_app;

create table pole.enjeu (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  reunion_id uuid not null,
  texte text not null check (length(texte) between 1 and 500),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert, update, delete on pole.enjeu to coforme_app;

-- Le rangement d'un enjeu sous un thème appartient à qui rassemble, pas à qui a parlé.
create table pole.rangement (
  pole_id uuid not null,
  enjeu_id uuid not null,
  theme_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  primary key (pole_id, enjeu_id),
  foreign key (pole_id, enjeu_id) references pole.enjeu (pole_id, id),
  foreign key (pole_id, theme_id) references pole.theme (pole_id, id)
);
grant select, insert, update, delete on pole.rangement to coforme_app;

-- Pendant les sept jours d'amendement, chaque membre propose une correction ; qui anime la reprend dans le récit.
create table pole.amendement (
  pole_id uuid not null,
  reunion_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  texte text not null check (length(texte) between 1 and 2000),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id)
);
grant select, insert on pole.amendement to coforme_app;

create table pole.groupe (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  nom text not null check (length(nom) between 1 and 160),
  mandat text not null check (length(mandat) between 1 and 2000),
  theme_id uuid,
  pilote text not null default '' check (length(pilote) <= 200),
  echeance date,
  clos_le date,
  cree_le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, theme_id) references pole.theme (pole_id, id)
);
grant select, insert, update on pole.groupe to coforme_app;

create table pole.engagement (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  reunion_id uuid,
  quoi text not null check (length(quoi) between 1 and 300),
  qui text not null check (length(qui) between 1 and 200),
  pour date,
  etat text not null default 'pris' check (etat in ('pris', 'tenu', 'reporte', 'abandonne')),
  suite text not null default '' check (length(suite) <= 500),
  cree_le timestamptz not null,
  -- Engagements rappelés, avis partis, retours envoyés.
  compte_id uuid,
  de_organisme_id uuid,
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  check ((compte_id is null) = (de_organisme_id is null))
);
comment on column pole.engagement.compte_id is 'La personne à qui le rappel s’adresse, si « qui » en nomme une que le pôle connaît.';
grant select, insert, update on pole.engagement to coforme_app;

-- Décider.
create table pole.decision (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  reunion_id uuid,
  genre text not null check (genre in ('consentement', 'proposition', 'sens', 'compte', 'dates', 'points')),
  titre text not null check (length(titre) between 1 and 200),
  texte text not null default '' check (length(texte) <= 5000),
  options text[] not null check (cardinality(options) between 2 and 20),
  quorum integer not null default 0 check (quorum between 0 and 100), -- pour cent du corps électoral
  part integer not null default 50 check (part between 0 and 100), -- pour cent des exprimés, dépassé strictement
  etat text not null check (etat in ('brouillon', 'ouverte', 'close')),
  ferme_le timestamptz not null,
  ouverte_le timestamptz,
  close_le timestamptz,
  issue text check (length(issue) <= 2000),
  revoir_le date,
  cree_le timestamptz not null,
  -- Décider : par coopérative, par personne, au poids des statuts.
  scrutin text not null default 'cooperative' check (scrutin in ('cooperative', 'personne', 'poids')),
  portee text not null default 'pole' check (portee in ('pole', 'avis', 'recommandation')),
  reprend_id uuid,
  -- La suite : qui s'en charge, pour quand, et où cela en est.
  responsable text not null default '' check (length(responsable) <= 200),
  echeance date,
  realisation text not null default 'a-faire' check (realisation in ('a-faire', 'en-cours', 'faite', 'abandonnee')),
  suivi text not null default '' check (length(suivi) <= 1000),
  suivi_le timestamptz,
  adoptee boolean, -- close : ce que le dépouillement en a dit
  primary key (pole_id, id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  check ((etat = 'brouillon') = (ouverte_le is null)),
  check ((etat = 'close') = (close_le is not null)),
  constraint decision_reprend_fk foreign key (pole_id, reprend_id) references pole.decision (pole_id, id)
);
grant select, insert, update on pole.decision to coforme_app;
grant update (etat, ouverte_le) on pole.decision to coforme_porte;

-- Le corps électoral, figé à l'ouverture : une ligne par coopérative. Une procuration désigne qui vote à sa place.
create table pole.electeur (
  pole_id uuid not null,
  decision_id uuid not null,
  organisme_id uuid not null,
  procuration_id uuid, -- l'organisme qui porte la procuration
  personne_id uuid not null default '00000000-0000-0000-0000-000000000000',
  nom text not null default '' check (length(nom) <= 200),
  poids integer not null default 1 check (poids between 1 and 1000),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  check (procuration_id <> organisme_id),
  primary key (pole_id, decision_id, organisme_id, personne_id)
);

-- Une procuration au plus par porteur et par décision.
create unique index electeur_procuration on pole.electeur (pole_id, decision_id, procuration_id) where procuration_id is not null;

-- Les portes.
grant select, insert, update (procuration_id) on pole.electeur to coforme_porte;

-- La clé primaire est l'arbitre : une voix par coopérative, quel que soit le nombre de gens qui votent pour elle.
create table pole.voix (
  pole_id uuid not null,
  decision_id uuid not null,
  organisme_id uuid not null,
  choix integer[] not null check (cardinality(choix) between 1 and 20), -- points par option, dans l'ordre des options
  motif text not null default '' check (length(motif) <= 2000),
  compte_id uuid not null,
  le timestamptz not null,
  personne_id uuid not null default '00000000-0000-0000-0000-000000000000',
  primary key (pole_id, decision_id, organisme_id, personne_id),
  constraint voix_electeur_fk foreign key (pole_id, decision_id, organisme_id, personne_id) references pole.electeur (pole_id, decision_id, organisme_id, personne_id)
);
create index on pole.voix (pole_id, decision_id);
grant select, insert, update on pole.voix to coforme_porte;

-- Ce qui devient public.
create table pole.retour (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  pole_id uuid not null,
  reunion_id uuid not null,
  version integer not null check (version > 0),
  adresse text not null check (adresse ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(adresse) between 2 and 120),
  -- Figé : titre, chapô, date, hôte, coopératives, sujets, décisions, engagements, prochaine rencontre.
  contenu jsonb not null,
  publie_le timestamptz,
  retire_le timestamptz,
  -- Ce que la page montre, et rien d'autre : le retour est déjà public quand il se cherche.
  mots tsvector generated always as (to_tsvector('pg_catalog.french', translate(app.replier(
  coalesce(contenu ->> 'titre', '') || ' ' || coalesce(contenu ->> 'chapo', '') || ' ' || coalesce(contenu ->> 'pole', '') || ' ' ||
  coalesce(contenu ->> 'hote', '') || ' ' || coalesce(contenu ->> 'recit', '') || ' ' || coalesce(contenu ->> 'cooperatives', '') || ' ' ||
  coalesce(contenu ->> 'sujets', '') || ' ' ||
  -- Leurs valeurs seules : par leurs clés, « titre » ou « mandat » trouvaient tous les retours.
  coalesce(jsonb_path_query_array(contenu, '$.decisions[*].*') #>> '{}', '') || ' ' ||
  coalesce(jsonb_path_query_array(contenu, '$.groupes[*].*') #>> '{}', '')), '’', ' '))) stored,
  primary key (organisme_id, id),
  unique (organisme_id, reunion_id, version)
);
create index on pole.retour (adresse);
create index on pole.retour (publie_le desc);
create index retour_mots on pole.retour using gin (mots) where publie_le is not null and retire_le is null;
grant select, insert, update (publie_le, retire_le) on pole.retour to coforme_app;
grant update (retire_le) on pole.retour to coforme_porte;

-- Qui travaille dans un groupe.
-- Chacune entre et sort pour elle-même.
create table pole.participant (
  pole_id uuid not null,
  groupe_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  du timestamptz not null,
  primary key (pole_id, groupe_id, organisme_id, compte_id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id)
);
grant select, insert, delete on pole.participant to coforme_app;

-- Les dossiers fermés.
-- À qui un dossier s'ouvre : une table que seules les portes lisent, sans quoi la règle du dossier se lirait elle-même.
create table pole.acces (
  pole_id uuid not null,
  dossier_id uuid not null,
  organisme_id uuid not null,
  compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  du timestamptz not null,
  par_id uuid not null,
  retire_le timestamptz,
  primary key (pole_id, dossier_id, organisme_id, compte_id)
);
grant select, insert, update on pole.acces to coforme_porte;

create table pole.dossier (
  pole_id uuid not null,
  id uuid not null,
  groupe_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  nom text not null check (length(nom) between 1 and 160),
  objet text not null default '' check (length(objet) <= 1000),
  ouvert_le timestamptz not null,
  primary key (pole_id, id),
  unique (pole_id, id, groupe_id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id)
);
create index on pole.dossier (pole_id, groupe_id);
grant select on pole.dossier to coforme_app;
grant insert on pole.dossier to coforme_porte;

-- Les livrables.
create table pole.livrable (
  pole_id uuid not null,
  id uuid not null,
  groupe_id uuid not null,
  dossier_id uuid,
  organisme_id uuid not null default app.organisme(),
  titre text not null check (length(titre) between 1 and 200),
  cree_le timestamptz not null,
  mots tsvector
  generated always as (to_tsvector('pg_catalog.french', translate(app.replier(titre), '’', ' '))) stored,
  primary key (pole_id, id),
  foreign key (pole_id, groupe_id) references pole.groupe (pole_id, id),
  foreign key (pole_id, dossier_id) references pole.dossier (pole_id, id),
  foreign key (pole_id, dossier_id, groupe_id) references pole.dossier (pole_id, id, groupe_id)
);
create index on pole.livrable (pole_id, groupe_id);
grant select, insert on pole.livrable to coforme_app;

-- Chaque version est une ligne de plus : on ne corrige pas ce qui a circulé. Le fichier et le lien sont facultatifs, l'un des deux non.
create table pole.livrable_version (
  pole_id uuid not null,
  id uuid not null,
  livrable_id uuid not null,
  version integer not null check (version > 0),
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null default app.personne(),
  note text not null default '' check (length(note) <= 1000),
  licence text not null check (licence in ('cc-by-sa', 'cc-by', 'cc-by-nc-sa', 'pole', 'reserve')),
  valable_au date,
  date_le date not null,
  lien text not null default '' check (lien = '' or (lien ~ '^https?://' and length(lien) <= 1000)),
  fichier_nom text check (length(fichier_nom) between 1 and 200),
  fichier_type text check (length(fichier_type) between 3 and 100),
  taille integer check (taille between 1 and 10000000),
  empreinte bytea check (length(empreinte) = 32),
  octets bytea,
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  mots tsvector
  generated always as (to_tsvector('pg_catalog.french', translate(app.replier(note || ' ' || coalesce(fichier_nom, '')), '’', ' '))) stored,
  primary key (pole_id, id),
  unique (pole_id, livrable_id, version),
  foreign key (pole_id, livrable_id) references pole.livrable (pole_id, id),
  check (lien <> '' or octets is not null),
  check ((octets is null) = (taille is null) and (octets is null) = (empreinte is null) and (octets is null) = (fichier_nom is null) and (octets is null) = (fichier_type is null)),
  check (octets is null or octet_length(octets) = taille)
);
grant select, insert on pole.livrable_version to coforme_app;

-- Une relecture porte sur une version : la suivante se relit à son tour.
create table pole.relecture (
  pole_id uuid not null,
  id uuid not null,
  livrable_id uuid not null,
  version_id uuid not null,
  version integer not null,
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null default app.personne(),
  avis text not null check (avis in ('bon', 'a-reprendre')),
  mot text not null default '' check (length(mot) <= 1000),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  unique (pole_id, livrable_id, version, organisme_id, compte_id),
  foreign key (pole_id, livrable_id) references pole.livrable (pole_id, id),
  foreign key (pole_id, version_id) references pole.livrable_version (pole_id, id),
  foreign key (pole_id, livrable_id, version) references pole.livrable_version (pole_id, livrable_id, version),
  check (avis = 'bon' or length(mot) >= 3)
);
grant select, insert on pole.relecture to coforme_app;

-- Une date cherchée ensemble.
-- Les créneaux d'un choix de date, dans l'ordre des options du vote qui les départage.
create table pole.creneau (
  pole_id uuid not null,
  reunion_id uuid not null,
  rang integer not null check (rang between 1 and 12),
  organisme_id uuid not null default app.organisme(),
  decision_id uuid not null,
  debut timestamptz not null,
  fin timestamptz not null,
  primary key (pole_id, reunion_id, rang),
  check (debut < fin),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id)
);
grant select, insert on pole.creneau to coforme_app;

-- Les thèmes pesés.
-- Une ligne par coopérative et par rencontre : peser de nouveau remplace. Les deux tableaux vont de pair.
create table pole.pesee (
  pole_id uuid not null,
  reunion_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  themes uuid[] not null check (cardinality(themes) between 1 and 40),
  points integer[] not null,
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, reunion_id, organisme_id),
  foreign key (pole_id, reunion_id) references pole.reunion (pole_id, id),
  check (cardinality(points) = cardinality(themes)),
  check (0 <= all (points)),
  check (8 >= all (points))
);
grant select, insert, update on pole.pesee to coforme_app;

-- Chaque message de pôle, une fois par personne : la clé dit de quoi il parle.
create table pole.avis (
  pole_id uuid not null,
  cle text not null check (cle ~ '^[a-z-]{3,40}:[0-9a-z:-]{1,120}$'),
  compte_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  le timestamptz not null,
  primary key (pole_id, cle, compte_id),
  foreign key (pole_id) references pole.pole (pole_id)
);
grant select, insert on pole.avis to coforme_app;

-- Qui veut lire les retours dans sa boîte : chacun pour soi.
create table pole.abonne (
  pole_id uuid not null,
  organisme_id uuid not null default app.organisme(),
  compte_id uuid not null,
  depuis_le timestamptz not null,
  primary key (pole_id, organisme_id, compte_id),
  foreign key (pole_id) references pole.pole (pole_id)
);
grant select, insert, delete on pole.abonne to coforme_app;

-- Questions, réponses, clarifications avant de se prononcer. Rien ne s'y efface.
create table pole.propos (
  pole_id uuid not null,
  decision_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  texte text not null check (length(texte) between 1 and 2000),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  primary key (pole_id, id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id)
);
create index on pole.propos (pole_id, decision_id);
grant select, insert on pole.propos to coforme_app;

-- La veille que les coopératives d'un pôle partagent : la source, son résumé, ce qu'elle pourrait changer. Jamais ce que chacune en décide :
-- cela s'écrit chez elle (indicateurs 23 à 25), et c'est ce qui prouve.
create table pole.veille (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  genre text not null check (genre in ('legale', 'metiers', 'pedagogie')),
  titre text not null check (length(titre) between 2 and 300),
  source text not null check (length(source) between 2 and 500),
  parue_le date not null,
  resume text not null check (length(resume) between 10 and 4000),
  impact text not null default '' check (length(impact) <= 2000),
  par text not null check (length(par) between 1 and 200),
  le timestamptz not null,
  retiree_le timestamptz,
  primary key (pole_id, id),
  foreign key (pole_id) references pole.pole (pole_id)
);
create index on pole.veille (pole_id, parue_le desc);
grant select, insert, update (retiree_le) on pole.veille to coforme_app;

-- Un pôle naît de plusieurs coopératives : l'une le propose, d'autres signent, qui tient le département donne son avis, et le pôle se
-- lance. Une proposition se lit par toute coopérative de l'instance ; signer y est un acte public entre elles.
-- Combien de coopératives signent, celle qui propose comprise. Aucune ligne : trois, l'usage.
create table pole.reglage (
  seul boolean primary key default true check (seul),
  signatures integer not null check (signatures between 1 and 20),
  modifie_le timestamptz not null,
  annonce_jours integer not null default 180 check (annonce_jours between 30 and 1095)
);
grant select, insert, update on pole.reglage to coforme_porte;

create table pole.proposition (
  id uuid primary key,
  organisme_id uuid not null,
  compte_id uuid not null,
  code text not null check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(code) between 2 and 60),
  genre text not null check (genre in ('metier', 'territorial')),
  nom text not null check (length(nom) between 2 and 120),
  raison text not null check (length(raison) between 10 and 2000),
  territoire text not null default '' check (length(territoire) <= 200),
  departement text not null check (length(departement) between 2 and 3),
  courriel text not null default '' check (length(courriel) <= 254),
  entree text not null check (entree in ('libre', 'visa')),
  par text not null check (length(par) between 1 and 200),
  etat text not null check (etat in ('ouverte', 'lancee', 'retiree')),
  proposee_le timestamptz not null,
  finie_le timestamptz,
  pole_id uuid references pole.pole (pole_id),
  avis_de text check (length(avis_de) <= 200),
  avis text check (avis in ('favorable', 'reserve')),
  avis_texte text not null default '' check (length(avis_texte) <= 2000),
  avis_le timestamptz,
  avis_preuve bytea check (octet_length(avis_preuve) = 32),
  check ((etat = 'ouverte') = (finie_le is null)),
  check ((etat = 'lancee') = (pole_id is not null)),
  check ((avis is null) = (avis_le is null))
);

-- Deux propositions ouvertes ne portent pas le même nom ; l'adresse d'un pôle est publique.
create unique index proposition_ouverte on pole.proposition (code) where etat = 'ouverte';
create index on pole.proposition (organisme_id);
grant select, insert, update on pole.proposition to coforme_porte;

-- Une signature par coopérative : la clé primaire en est l'arbitre. Elle se reprend tant que le pôle n'est pas lancé.
create table pole.soutien (
  proposition_id uuid not null references pole.proposition (id),
  organisme_id uuid not null,
  compte_id uuid not null,
  nom text not null check (length(nom) between 1 and 200),
  mot text not null default '' check (length(mot) <= 500),
  le timestamptz not null,
  primary key (proposition_id, organisme_id)
);
grant select, insert, delete on pole.soutien to coforme_porte;
