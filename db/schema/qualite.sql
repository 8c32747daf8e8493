-- Long parce que la qualité se lit d’un trait : cadre, registres, affaires, audits, ateliers.
-- La qualité : le cadre de l'audit, le jugement d'une personne, ce que le travail quotidien ne disait pas encore (besoin,
-- positionnement, suivi) et les registres de la coopérative. Rien n'y est modifié : une nouvelle ligne remplace la précédente.
create schema qualite;
grant usage on schema qualite to coforme_app, coforme_porte, coforme_maintenance;

-- L'audit que l'on prépare. La dernière ligne vaut ; les autres disent ce que l'on croyait.
create table qualite.cadre (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (genre in ('initial', 'surveillance', 'renouvellement', 'extension')),
  audit_le date not null,
  depuis date not null, -- le premier jour des dossiers regardés : l'audit précédent
  categories text[] not null check (categories <@ array['AF', 'CBC', 'VAE', 'CFA'] and cardinality(categories) > 0),
  situation text[] not null check (situation <@ array['certification', 'alternance', 'situation-de-travail', 'sous-traitance']),
  pose_le timestamptz not null,
  par uuid default app.personne(),
  -- Deux audits annoncés au même instant de l'horloge : le dernier écrit vaut.
  ecrit_le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, id),
  check (depuis < audit_le)
);
create index on qualite.cadre (organisme_id, pose_le desc);
grant select, insert on qualite.cadre to coforme_app;

-- Une personne conclut là où aucun fait ne le peut. Daté, signé, et pour un temps.
create table qualite.jugement (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  indicateur smallint not null check (indicateur between 1 and 99),
  version text not null check (length(version) between 1 and 20),
  etat text not null check (etat in ('prouve', 'partiel', 'manquant')),
  motif text not null check (length(motif) between 10 and 4000),
  vaut_jusqu date not null,
  juge_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id)
);
create index on qualite.jugement (organisme_id, indicateur, juge_le desc);
grant select, insert on qualite.jugement to coforme_app;

-- L'entrée d'un stagiaire : besoin, prérequis, positionnement, et la décision prise (indicateurs 4 et 8 ; L6353-9).
create table qualite.entree (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  rang integer not null check (rang > 0),
  recueilli_le date not null,
  besoin text not null check (length(besoin) between 1 and 4000),
  prerequis text not null check (prerequis in ('verifies', 'sans-objet', 'non-verifies')),
  positionne_le date,
  moyen text check (moyen in ('entretien', 'test', 'autoevaluation', 'observation')),
  resultat text not null default '' check (length(resultat) <= 4000),
  decision text check (decision in ('aucune', 'adapter', 'orienter', 'refuser')),
  decision_detail text not null default '' check (length(decision_detail) <= 4000),
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, inscription_id, rang),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  check ((positionne_le is null) = (moyen is null)),
  check (decision is null or positionne_le is not null),
  check (decision is null or decision = 'aucune' or decision_detail <> '')
);
grant select, insert on qualite.entree to coforme_app;

-- Le suivi d'un parcours, et la relance d'une absence (indicateurs 10 et 12).
create table qualite.suivi (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  inscription_id uuid not null,
  le date not null,
  genre text not null check (genre in ('entretien', 'point', 'ajustement', 'relance', 'evaluation', 'remise', 'epreuve')),
  texte text not null check (length(texte) between 3 and 4000),
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade
);
create index on qualite.suivi (organisme_id, inscription_id, le);
grant select, insert on qualite.suivi to coforme_app;

-- Les registres : réunions, veille, partenaires, dossiers d'intervenants, lieux, sous-traitance, résultats, risques, actions.
-- Une ligne a des révisions ; la dernière vaut, retirée ou non. `contenu` suit la forme écrite dans domain/registres.ts.
create table qualite.registre (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  rang integer not null check (rang > 0),
  genre text not null check (genre ~ '^[a-z][a-z-]{1,39}$'),
  titre text not null check (length(titre) between 2 and 300),
  le date not null, -- le jour du fait, non celui de la saisie
  expire_le date,
  responsable_id uuid, -- un compte de l'équipe
  personne_id uuid,
  offre_id uuid,
  session_id uuid,
  etablissement_id uuid,
  entreprise_id uuid,
  origine_id uuid,
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 40000),
  retire boolean not null default false,
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
create index on qualite.registre (organisme_id, genre, le desc, id);
grant select, insert on qualite.registre to coforme_app;

-- Ce qui arrive et se traite : réclamations, difficultés, aléas, signalements de violences, demandes d'adaptation. Le récit est
-- chiffré hors de la base ; qui le lit, ou l'a voulu sans en avoir le droit, laisse une ligne.
create table qualite.affaire (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre in ('reclamation', 'difficulte', 'alea', 'signalement', 'adaptation')),
  auteur text not null check (auteur in ('stagiaire', 'entreprise', 'financeur', 'formateur', 'equipe', 'autre')),
  objet text not null check (length(objet) between 2 and 200), -- sans nom de personne ni santé ; protégée, son genre seul
  session_id uuid,
  inscription_id uuid,
  recit bytea not null check (length(recit) between 28 and 40000),
  recu_le date not null,
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  confie_a uuid, -- un compte de l'équipe : ce signalement ne passe pas par la direction, lui seul le lit
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  check (genre <> 'adaptation' or inscription_id is not null),
  constraint affaire_confiee check (confie_a is null or genre = 'signalement')
);
create index on qualite.affaire (organisme_id, recu_le desc, id);
create index on qualite.affaire (organisme_id, inscription_id);
grant select, insert on qualite.affaire to coforme_app;

create table qualite.suite (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  affaire_id uuid not null,
  genre text not null check (genre in ('accuse', 'reponse', 'mesure', 'accorder', 'refuser', 'mise-en-oeuvre', 'confie', 'cloture')),
  le date not null,
  texte text check (length(texte) between 2 and 4000), -- nul : l'affaire est protégée, et le texte chiffré hors de la base
  inscrit_le timestamptz not null,
  par uuid default app.personne(),
  chiffre bytea check (length(chiffre) between 28 and 20000),
  primary key (organisme_id, id),
  foreign key (organisme_id, affaire_id) references qualite.affaire (organisme_id, id),
  foreign key (organisme_id, affaire_id, activite_id) references qualite.affaire (organisme_id, id, activite_id) on update cascade,
  confie_a uuid, -- la personne de l'équipe à qui un signalement passe, hors de la direction
  constraint suite_un_texte check (num_nonnulls(texte, chiffre) = 1),
  constraint suite_confiee check ((confie_a is not null) = (genre = 'confie'))
);
create index on qualite.suite (organisme_id, affaire_id, le);
grant select, insert on qualite.suite to coforme_app;

-- Qui a lu un récit protégé ou les mesures décidées, et qui l'a demandé sans en avoir le droit.
create table qualite.lecture (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  affaire_id uuid not null,
  accordee boolean not null,
  le timestamptz not null,
  par uuid default app.personne(),
  quoi text not null default 'recit' check (quoi in ('recit', 'mesures')),
  primary key (organisme_id, id),
  foreign key (organisme_id, affaire_id) references qualite.affaire (organisme_id, id),
  foreign key (organisme_id, affaire_id, activite_id) references qualite.affaire (organisme_id, id, activite_id) on update cascade
);
create index on qualite.lecture (organisme_id, affaire_id, le);
grant select, insert on qualite.lecture to coforme_app;

-- L'audit blanc : un cadre, une photo des données et l'engagement d'une graine que personne ne lit avant l'ouverture, un tirage que
-- l'on rejoue, des conclusions, des écarts et leurs actions. Qui audite du dehors (un pair d'une autre coopérative, un auditeur
-- par un lien) ne lit que la copie figée de l'échantillon, par des portes qui gardent trace de chaque lecture.
create table qualite.audit (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  genre text not null check (genre in ('initial', 'surveillance', 'renouvellement', 'extension')),
  audit_le date not null,
  depuis date not null, -- le premier jour des dossiers tirés : l'audit précédent
  categories text[] not null check (categories <@ array['AF', 'CBC', 'VAE', 'CFA'] and cardinality(categories) > 0),
  situation text[] not null check (situation <@ array['certification', 'alternance', 'situation-de-travail', 'sous-traitance']),
  nouveau text[] not null default '{}' check (nouveau <@ categories), -- les catégories où l'on est nouvel entrant
  anciens smallint[] not null default '{}' check (cardinality(anciens) <= 40), -- les mineures de l'audit précédent
  minutes integer not null check (minutes between 30 and 4800),
  par_categorie smallint check (par_categorie between 1 and 40), -- nul : autour de la racine du nombre, entre trois et huit
  beneficiaires smallint not null check (beneficiaires between 1 and 6),
  cree_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  check (depuis < audit_le),
  par_intervenant boolean not null default false -- audit interne : une action par personne qui anime
);
create index on qualite.audit (organisme_id, cree_le desc);
grant select, insert on qualite.audit to coforme_app;

-- La graine : la base la tire, la garde, et n'en donne que l'empreinte jusqu'à l'ouverture.
create table qualite.audit_graine (
  organisme_id uuid not null,
  audit_id uuid not null,
  graine bytea not null check (octet_length(graine) = 32),
  tiree_le timestamptz not null default clock_timestamp(),
  revelee_le timestamptz,
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id)
);
grant select, insert, update (revelee_le) on qualite.audit_graine to coforme_porte;

-- La photo : ce qui se tire, et ce qui manquait ce jour-là. Ce qui paraît ensuite est dit « après le gel ».
create table qualite.audit_gel (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  engagement bytea not null check (octet_length(engagement) = 32),
  population text not null check (length(population) between 2 and 20000000),
  empreinte bytea not null check (octet_length(empreinte) = 32), -- SHA-256 de la population, telle qu'écrite
  trous text not null check (length(trous) <= 20000000),
  gele_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id),
  check (empreinte = sha256(convert_to(population, 'UTF8')))
);
grant select, insert on qualite.audit_gel to coforme_app;

create table qualite.audit_ouverture (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  graine bytea not null check (octet_length(graine) = 32),
  echantillon jsonb not null check (jsonb_typeof(echantillon) = 'array'),
  ouvert_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit_gel (organisme_id, audit_id)
);
grant select, insert on qualite.audit_ouverture to coforme_app;

-- Ce que lit l'auditeur, et rien d'autre : une copie. On en refait une quand un fait s'ajoute ; la dernière se lit.
create table qualite.audit_photo (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  rang integer not null check (rang > 0),
  contenu jsonb not null check (jsonb_typeof(contenu) = 'object' and length(contenu::text) <= 8000000),
  prise_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id, rang),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
grant select, insert on qualite.audit_photo to coforme_app;

-- Les fichiers que cette copie montre.
create table qualite.audit_piece (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  photo integer not null,
  id uuid not null,
  libelle text not null check (length(libelle) between 1 and 300),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'), -- signé depuis, un exemplaire a d'autres octets : à chaque copie les siens
  primary key (organisme_id, audit_id, photo, id),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
grant select, insert on qualite.audit_piece to coforme_app;

-- Une fiche par point (un indicateur, la marque, l'affichage) ; la dernière révision vaut.
create table qualite.audit_constat (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  point text not null check (point ~ '^([0-9]{1,2}|marque|affichage)$'),
  rang integer not null check (rang between 1 and 1000),
  conclusion text not null check (conclusion in ('tenu', 'mineure', 'majeure')),
  constat text not null check (length(constat) between 3 and 4000),
  risque text not null default '' check (length(risque) <= 2000),
  secondes integer check (secondes between 0 and 36000),
  de_organisme_id uuid not null default app.organisme(),
  ecrit_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id, point, rang),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
grant select, insert on qualite.audit_constat to coforme_app;
grant insert on qualite.audit_constat to coforme_porte;

create table qualite.audit_cloture (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  notifie_le date not null,
  majeures integer not null check (majeures >= 0),
  mineures integer not null check (mineures >= 0),
  conclu_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id),
  foreign key (organisme_id, audit_id) references qualite.audit_ouverture (organisme_id, audit_id)
);
grant select, insert on qualite.audit_cloture to coforme_app;

-- L'action qui répond d'un écart : une ligne du registre des actions.
create table qualite.audit_action (
  organisme_id uuid not null default app.organisme(),
  audit_id uuid not null,
  point text not null,
  ligne_id uuid not null,
  liee_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, audit_id, point),
  foreign key (organisme_id, audit_id) references qualite.audit_cloture (organisme_id, audit_id)
);
create index on qualite.audit_action (organisme_id, ligne_id);
grant select, insert on qualite.audit_action to coforme_app;

-- Qui audite du dehors. Un pair accepte, et s'engage ; un lien vaut pour qui le tient. Les deux finissent un jour dit.
create table qualite.audit_mission (
  organisme_id uuid not null,
  id uuid not null,
  audit_id uuid not null,
  genre text not null check (genre in ('pair', 'externe')),
  pair_organisme_id uuid,
  jeton bytea check (octet_length(jeton) = 32),
  nom text not null check (length(nom) between 2 and 200),
  finalite text not null check (length(finalite) between 10 and 500),
  expire_le date not null,
  etat text not null check (etat in ('propose', 'accepte', 'refuse', 'retire')),
  propose_le timestamptz not null,
  propose_par uuid not null,
  repondu_le timestamptz,
  repondu_par uuid,
  retire_le timestamptz,
  retire_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id),
  check ((genre = 'pair') = (pair_organisme_id is not null)),
  check ((genre = 'externe') = (jeton is not null)),
  check (pair_organisme_id <> organisme_id)
);
create index on qualite.audit_mission (pair_organisme_id);
create index on qualite.audit_mission (jeton);
grant select, insert, update (etat, repondu_le, repondu_par, retire_le, retire_par) on qualite.audit_mission to coforme_porte;

-- Chaque lecture du dehors.
create table qualite.audit_lecture (
  organisme_id uuid not null,
  id uuid not null default gen_random_uuid(),
  audit_id uuid not null,
  mission_id uuid not null,
  quoi text not null check (quoi ~ '^[a-z]{3,20}(:[a-z0-9]{1,20})?$'),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, id),
  foreign key (organisme_id, audit_id) references qualite.audit (organisme_id, id)
);
create index on qualite.audit_lecture (organisme_id, audit_id, le desc);
grant select on qualite.audit_lecture to coforme_app;
grant insert (organisme_id, audit_id, mission_id, quoi) on qualite.audit_lecture to coforme_porte;

-- Les fichiers joints aux lignes d'un registre.
-- Le type est celui des octets, jamais celui qu'on annonce. Retirer laisse la trace ; un fichier périmé fait retomber la preuve.
create table qualite.jointe (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  ligne_id uuid not null, -- une ligne a des révisions : la clé est tenue par la règle « ligne » (murs/qualite.sql)
  nom text not null check (length(nom) between 1 and 200),
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('application/pdf', 'image/png', 'image/jpeg')),
  taille integer not null check (taille between 1 and 10000000),
  expire_le date,
  jointe_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
create index on qualite.jointe (organisme_id, ligne_id);
create index on qualite.jointe (organisme_id, fichier);
grant select, insert on qualite.jointe to coforme_app;

create table qualite.jointe_retrait (
  organisme_id uuid not null default app.organisme(),
  jointe_id uuid not null,
  activite_id uuid not null,
  retiree_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, jointe_id),
  foreign key (organisme_id, jointe_id) references qualite.jointe (organisme_id, id),
  foreign key (organisme_id, jointe_id, activite_id) references qualite.jointe (organisme_id, id, activite_id) on update cascade
);
grant select, insert on qualite.jointe_retrait to coforme_app;

-- Un atelier interne : on l’annonce, on y pointe qui vient ; chaque présence devient une ligne du registre « developpement » (indicateur 22).
create table qualite.atelier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  titre text not null check (length(titre) between 3 and 200),
  le date not null,
  minutes integer not null check (minutes between 15 and 2880),
  animateur text not null check (length(animateur) between 2 and 200),
  apport text not null check (length(apport) between 10 and 1000), -- ce qu’il change pour qui le suit
  cree_le timestamptz not null,
  par uuid default app.personne(),
  annule_le timestamptz,
  annule_par uuid,
  primary key (organisme_id, id),
  check ((annule_le is null) = (annule_par is null))
);
comment on table qualite.atelier is 'Un atelier que la coopérative tient pour ses intervenantes et intervenants.';
create index on qualite.atelier (organisme_id, le desc, id);
grant select, insert, update (annule_le, annule_par) on qualite.atelier to coforme_app;

create table qualite.presence_atelier (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null, -- l’enseigne de la personne
  atelier_id uuid not null,
  personne_id uuid not null,
  presence text not null default 'attendu' check (presence in ('attendu', 'present', 'excuse', 'absent')),
  ligne_id uuid, -- la ligne de registre que la présence a inscrite
  pointee_le timestamptz,
  par uuid default app.personne(),
  primary key (organisme_id, atelier_id, personne_id),
  foreign key (organisme_id, atelier_id) references qualite.atelier (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((presence = 'present') = (ligne_id is not null))
);
comment on table qualite.presence_atelier is 'Qui est attendu à un atelier, et qui y est venu.';
create index on qualite.presence_atelier (organisme_id, personne_id);
grant select, insert, update (presence, ligne_id, pointee_le, par) on qualite.presence_atelier to coforme_app;

-- À qui une veille est transmise, personne par personne (indicateurs 23 à 25) ; relancée, la dernière fois.
create table qualite.diffusion (
  organisme_id uuid not null default app.organisme(),
  ligne_id uuid not null, -- une ligne a des révisions : la clé est tenue par la règle « ligne » (murs/qualite.sql)
  compte_id uuid not null, -- une personne de l'équipe
  diffusee_le timestamptz not null,
  par uuid default app.personne(),
  relancee_le timestamptz,
  primary key (organisme_id, ligne_id, compte_id)
);
comment on table qualite.diffusion is 'À qui une veille est transmise : chaque personne la lit, et le dit.';
create index on qualite.diffusion (organisme_id, compte_id);
grant select, insert, update (relancee_le) on qualite.diffusion to coforme_app;

-- Ce que la personne en dit, de chaque révision : elle l'a lue, et ce qu'elle en fait. Déclaré par elle, et par elle seule ; elle le corrige ou le retire d'une
-- parole de plus, et la dernière vaut (qualite.veille_dite).
create table qualite.veille_lue (
  organisme_id uuid not null default app.organisme(),
  ligne_id uuid not null,
  compte_id uuid not null default app.personne(),
  suite text not null default '' check (length(suite) <= 1000),
  lue_le timestamptz not null,
  rang integer not null check (rang > 0), -- la révision lue : une autre se relit
  dite integer not null default 1 check (dite > 0), -- la combientième fois qu'elle le dit de cette révision
  dite_le timestamptz not null default clock_timestamp(),
  retiree boolean not null default false, -- elle ne l'a pas lue, et retire ce qu'elle en a dit
  primary key (organisme_id, ligne_id, compte_id, rang, dite),
  check (not retiree or suite = '')
);
comment on table qualite.veille_lue is 'Une personne dit avoir lu une veille qui lui fut transmise, et ce qu’elle en fait.';
grant select, insert on qualite.veille_lue to coforme_app;

-- Une amélioration a deux niveaux : celle d’une enseigne monte à la coopérative, ou celle de la coopérative descend à une enseigne.
create table qualite.amelioration_liee (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null, -- l'enseigne
  ligne_id uuid not null, -- l'action de l'enseigne, au registre
  commune_id uuid, -- celle de la coopérative ; rien tant qu'elle n'est pas prise
  sens text not null check (sens in ('montee', 'descente')),
  faite_le timestamptz not null,
  par uuid default app.personne(),
  repondue_le timestamptz,
  repondue_par uuid,
  motif text not null default '' check (length(motif) <= 500), -- pourquoi la coopérative la laisse à l'enseigne
  primary key (organisme_id, ligne_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  check (sens = 'montee' or commune_id is not null),
  check ((repondue_le is null) = (repondue_par is null)),
  check (repondue_le is not null or sens = 'descente' or commune_id is null),
  check (repondue_le is null or (commune_id is null) = (length(btrim(motif)) >= 3))
);
comment on table qualite.amelioration_liee is 'Le lien entre l’action d’amélioration d’une enseigne et celle de la coopérative.';
create index on qualite.amelioration_liee (organisme_id, commune_id);
-- Celle de la coopérative ne descend qu’une fois à chaque enseigne.
create unique index amelioration_descendue on qualite.amelioration_liee (organisme_id, commune_id, activite_id) where sens = 'descente';
grant select, insert, update (commune_id, repondue_le, repondue_par, motif) on qualite.amelioration_liee to coforme_app;
