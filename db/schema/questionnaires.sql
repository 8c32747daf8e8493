-- Les questionnaires : modèles composés, versions figées à l'envoi, campagnes par session, demandes personnelles, envois, réponses.
-- Une réponse ne se modifie pas. Qui répond par un lien n'écrit que par trois portes : sa réponse, son brouillon, son refus
-- d'être relancé ; jamais deux fois, jamais à la place d'un autre.
create schema questionnaires;
grant usage on schema questionnaires to coforme_app, coforme_porte, coforme_maintenance;

create table questionnaires.modele (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (length(genre) between 2 and 30),
  titre text not null check (length(titre) between 2 and 200),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and pg_column_size(contenu) < 200000),
  anonyme boolean not null default false,
  par_defaut boolean not null default false, -- celui que l'envoi prend pour son genre
  revision integer not null default 1 check (revision > 0),
  retire_le timestamptz,
  cree_le timestamptz not null,
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id, id)
);
create unique index on questionnaires.modele (organisme_id, genre) where par_defaut and retire_le is null;
grant select, insert, update (titre, contenu, anonyme, par_defaut, revision, retire_le, modifie_le, modifie_par) on questionnaires.modele to coforme_app;

-- Ce qui fut posé, mot pour mot : d'un modèle d'ici, ou d'un modèle prêt (`pret`), qui n'a pas de ligne à lui.
create table questionnaires.version (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  source text not null check (length(source) between 1 and 40), -- l'identifiant du modèle, ou la clé du modèle prêt
  modele_id uuid,
  numero integer not null check (numero > 0),
  genre text not null,
  titre text not null,
  contenu jsonb not null,
  empreinte bytea not null check (length(empreinte) = 32),
  figee_le timestamptz not null,
  figee_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, source, numero),
  unique (organisme_id, source, empreinte),
  foreign key (organisme_id, modele_id) references questionnaires.modele (organisme_id, id)
);
grant select, insert on questionnaires.version to coforme_app;

-- Un recueil : une session et un genre, ou une année et les financeurs. `contenu` : les questions posées, objectifs développés.
create table questionnaires.campagne (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null,
  cle text not null check (length(cle) between 4 and 40), -- la session, ou l'année
  session_id uuid,
  offre_id uuid,
  version_id uuid not null,
  contenu jsonb not null,
  anonyme boolean not null,
  ouverte_le timestamptz not null,
  jour date not null, -- le jour dont il parle : la fin de la session, ou celui de l'envoi
  ferme_le date not null, -- dernier jour où l'on répond
  fermee_le timestamptz, -- clos avant terme, pour toujours
  relances smallint[] not null default '{}' check (cardinality(relances) <= 5),
  automatique boolean not null default false,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, genre, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, version_id) references questionnaires.version (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on questionnaires.campagne (organisme_id, session_id);
create index on questionnaires.campagne (organisme_id, jour);
grant select, insert, update (fermee_le) on questionnaires.campagne to coforme_app;

-- Une personne à qui l'on demande. `cle` : de qui ou de quoi elle parle (inscription, dossier, financeur, intervenant).
create table questionnaires.demande (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  campagne_id uuid not null,
  cle uuid not null,
  inscription_id uuid,
  dossier_id uuid,
  entreprise_id uuid,
  personne_id uuid,
  cree_le timestamptz not null,
  arretee_le timestamptz,
  arret_par text check (arret_par in ('repondant', 'equipe')),
  repondue_le date, -- un jour, sans heure : d'un recueil anonyme, l'heure désignerait
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, campagne_id, cle),
  check ((arretee_le is null) = (arret_par is null)),
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id),
  foreign key (organisme_id, campagne_id, activite_id) references questionnaires.campagne (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on questionnaires.demande (organisme_id, inscription_id);
create index on questionnaires.demande (organisme_id, entreprise_id) where entreprise_id is not null;
grant select, insert, update (arretee_le, arret_par, repondue_le) on questionnaires.demande to coforme_app;
grant update (arretee_le, arret_par, repondue_le) on questionnaires.demande to coforme_porte;

create table questionnaires.envoi (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  demande_id uuid not null,
  rang smallint not null check (rang between 1 and 20),
  le timestamptz not null,
  moyen text not null check (moyen in ('courriel', 'papier', 'main')),
  primary key (organisme_id, demande_id, rang),
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id),
  foreign key (organisme_id, demande_id, activite_id) references questionnaires.demande (organisme_id, id, activite_id) on update cascade
);
grant select, insert on questionnaires.envoi to coforme_app;

-- Anonyme : ni demande, ni jour, ni heure.
create table questionnaires.reponse (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  campagne_id uuid not null,
  demande_id uuid,
  le date,
  recue_le timestamptz,
  voie text not null check (voie in ('lien', 'papier', 'compte')),
  alerte boolean not null default false, -- une réponse de celles qui demandent qu'on rappelle
  par uuid default app.personne(),
  -- Qui efface laisse sa trace : la réponse reste comptée au taux, ce qu'elle disait n'est plus nulle part.
  effacee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, demande_id),
  check ((demande_id is null) = (le is null) and (le is null) = (recue_le is null)),
  check (demande_id is not null or not alerte),
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id),
  foreign key (organisme_id, campagne_id, activite_id) references questionnaires.campagne (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id)
);
create index on questionnaires.reponse (organisme_id, campagne_id);
create index on questionnaires.reponse (organisme_id, le) where alerte;
grant select, insert on questionnaires.reponse to coforme_app;
grant insert on questionnaires.reponse to coforme_porte;

-- Une ligne par réponse donnée (une par case cochée). Il y a toujours un rang 0 : le compter, c'est compter qui a répondu à la question.
create table questionnaires.valeur (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  reponse_id uuid not null,
  campagne_id uuid not null,
  question text not null check (question ~ '^q[0-9a-z]{1,16}(-[0-9]{1,3})?$'),
  rang smallint not null check (rang between 0 and 99),
  code text check (length(code) between 1 and 30),
  millemes bigint, -- une note ou un nombre, en millièmes
  texte text check (length(texte) between 1 and 4000),
  primary key (organisme_id, reponse_id, question, rang),
  foreign key (organisme_id, reponse_id) references questionnaires.reponse (organisme_id, id),
  foreign key (organisme_id, reponse_id, activite_id) references questionnaires.reponse (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, campagne_id) references questionnaires.campagne (organisme_id, id)
);
create index on questionnaires.valeur (organisme_id, campagne_id, question);
grant select, insert on questionnaires.valeur to coforme_app;
grant insert on questionnaires.valeur to coforme_porte;

create table questionnaires.brouillon (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  demande_id uuid not null,
  valeurs jsonb not null check (pg_column_size(valeurs) < 100000),
  garde_le timestamptz not null,
  primary key (organisme_id, demande_id),
  foreign key (organisme_id, demande_id) references questionnaires.demande (organisme_id, id),
  foreign key (organisme_id, demande_id, activite_id) references questionnaires.demande (organisme_id, id, activite_id) on update cascade
);
grant select on questionnaires.brouillon to coforme_app;
grant insert, update, delete on questionnaires.brouillon to coforme_porte;

-- Ce que l'on a fait d'une réponse. `objet_id` : la réclamation, l'action qu'elle est devenue ; protégée, elle ne dit pas quoi.
create table questionnaires.suite (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  reponse_id uuid not null,
  genre text not null check (genre in ('recontact', 'sans-suite', 'reclamation', 'action', 'besoin', 'protegee')),
  le date not null,
  texte text not null check (length(texte) between 3 and 2000),
  objet_id uuid,
  inscrite_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, reponse_id) references questionnaires.reponse (organisme_id, id),
  foreign key (organisme_id, reponse_id, activite_id) references questionnaires.reponse (organisme_id, id, activite_id) on update cascade,
  check (genre <> 'protegee' or objet_id is null)
);
create index on questionnaires.suite (organisme_id, reponse_id);
grant select, insert on questionnaires.suite to coforme_app;

create table questionnaires.reglage (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  automatiques text[] not null default '{}',
  ecarts jsonb not null default '{}', -- par genre, le jour d'envoi compté du début ou de la fin de la session
  relances smallint[] not null check (cardinality(relances) <= 5),
  seuil_anonyme smallint not null check (seuil_anonyme between 3 and 50),
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id)
);
grant select, insert, update on questionnaires.reglage to coforme_app;

-- Un résultat rendu public (RNQ, indicateurs 2 et 3) : valeur, formule, période, effectif, réponses. Tout y est public.
create table questionnaires.publication (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  offre_id uuid not null,
  mesure text not null,
  libelle text not null check (length(libelle) between 3 and 300),
  formule text not null check (length(formule) between 10 and 600),
  du date not null,
  au date not null check (du <= au),
  valeur_milliemes integer not null check (valeur_milliemes between 0 and 1000),
  numerateur integer not null check (numerateur >= 0),
  denominateur integer not null check (denominateur > 0),
  interroges integer not null,
  repondants integer not null check (repondants between 0 and interroges),
  publiee_le timestamptz not null,
  retiree_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id) references catalogue.offre (organisme_id, id, activite_id) on update cascade,
  constraint publication_mesure_check
  check (mesure in ('satisfaction', 'recommandation', 'retour', 'acquis', 'insertion'))
);
create index on questionnaires.publication (organisme_id, offre_id, publiee_le desc);
create unique index on questionnaires.publication (organisme_id, offre_id, mesure) where retiree_le is null;
grant select, insert, update (retiree_le) on questionnaires.publication to coforme_app;
