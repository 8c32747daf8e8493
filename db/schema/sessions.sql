create schema sessions;
grant usage on schema sessions to coforme_app, coforme_porte, coforme_maintenance;

create table sessions.session (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  numero text not null, -- S-2026-001, par organisme
  offre_id uuid not null,
  -- Figés à la planification : la convention, la feuille et le certificat diront le même intitulé.
  intitule text not null check (length(intitule) between 1 and 255),
  nature text not null check (nature in ('formation', 'bilan', 'vae', 'apprentissage')),
  etat text not null check (etat in ('brouillon', 'ouverte', 'confirmee', 'en-cours', 'terminee', 'cloturee', 'archivee', 'annulee', 'reportee', 'interrompue')),
  zone text not null default 'Europe/Paris',
  lieu text not null check (length(lieu) between 1 and 250),
  etablissement_id uuid, -- un lieu de la coopérative ; nul si le lieu est écrit librement
  formateur text not null check (length(formateur) between 1 and 200),
  formateur_id uuid, -- le compte du formateur, s'il en a un : ce qui rend la session « sienne »
  motif text check (length(motif) <= 1000), -- pourquoi elle est annulée
  capacite integer check (capacite > 0),
  -- Sel du rattachement des entrées du registre à cette session : une preuve partielle se vérifie seule.
  sel bytea not null check (length(sel) = 32),
  cree_le timestamptz not null,
  action_id uuid,
  version_id uuid, -- la version de l'offre, figée à la planification
  modalite text not null default 'presentiel' check (modalite in ('presentiel', 'mixte', 'distance')),
  lien_connexion text check (length(lien_connexion) between 8 and 500 and lien_connexion ~ '^https://'),
  prix_centimes bigint check (prix_centimes >= 0), -- TTC, par stagiaire, comme au catalogue ; nul : non posé
  effectif_min integer check (effectif_min > 0),
  effectif_motif text check (length(effectif_motif) between 1 and 500), -- pourquoi l'on confirme sous le minimum
  -- Un formulaire ouvert avant le dernier changement se reconnaît à ce nombre.
  revision integer not null default 0,
  -- Collation C : intitulé, numéro, intervenant et lieu repliés, pour la recherche sans accents.
  pli text collate "C" not null default '',
  -- Le premier et le dernier jour d'une session.
  -- La liste va de la plus tardive à la plus ancienne : tirés des séances à chaque page, ces jours coûtaient autant de
  -- lectures que l'organisme a de sessions. Ils sont gardés avec elle, tenus par la base, et l'index donne la page.
  premier_jour date not null, -- jour de la première séance ; sans séance, celui de la création
  dernier_jour date not null,
  reprise_id uuid,
  -- Une session peut suivre une version plus récente de son offre, tant qu'elle n'a pas commencé. Ce qui fut émis avant dit l'autre : un
  -- avenant le complète, ou une pièce neuve le remplace.
  version_depuis timestamptz,
  annoncee_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, numero),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id),
  constraint session_motif_exige check (etat not in ('annulee', 'reportee', 'interrompue') or motif is not null),
  constraint session_effectif_check check (effectif_min <= capacite),
  constraint session_version_fk foreign key (organisme_id, version_id) references catalogue.version (organisme_id, id)
);
comment on column sessions.session.version_depuis is
  'L’instant où la session a suivi la version d’aujourd’hui, quand ce n’est plus celle de sa planification ; nul : elle n’en a pas changé.';
comment on column sessions.session.annoncee_le is 'Montrée au public avec ses dates et son lieu depuis cet instant ; nulle : sa coopérative ne l’a pas voulu.';
create index session_liste on sessions.session (organisme_id, premier_jour, id);
-- Celles que quelqu’un suit encore, que la liste montre d’abord.
create index session_suivie on sessions.session (organisme_id, premier_jour, id, dernier_jour) where etat not in ('cloturee', 'archivee', 'annulee');
create index session_annoncee on sessions.session (premier_jour) where annoncee_le is not null;
create index session_reprise on sessions.session (organisme_id, reprise_id) where reprise_id is not null;

-- Le sel ne change jamais : les entrées du registre s'y rattachent.
grant select, insert, update (activite_id, intitule, nature, etat, zone, lieu, etablissement_id, formateur, formateur_id, motif,
  capacite, action_id, version_id, modalite, lien_connexion, prix_centimes, effectif_min, effectif_motif,
  revision, pli, version_depuis, annoncee_le) on sessions.session to coforme_app;
grant update (premier_jour, dernier_jour) on sessions.session to coforme_porte;

-- Le dernier numéro de l'année, par organisme et non par enseigne : une enseigne ne voit pas les sessions des
-- autres, un « plus grand numéro plus un » se tromperait. La ligne est verrouillée le temps d'une planification.
create table sessions.compteur (
  organisme_id uuid not null default app.organisme(),
  annee smallint not null check (annee between 1900 and 2199),
  dernier integer not null check (dernier >= 0),
  primary key (organisme_id, annee)
);
grant select, insert, update (dernier) on sessions.compteur to coforme_app;

create table sessions.seance (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  jour date not null,
  demi_journee text not null check (demi_journee in ('matin', 'apres-midi', 'soiree')),
  debut_minutes integer not null check (debut_minutes between 0 and 1439), -- heure de la salle
  fin_minutes integer not null check (fin_minutes between 1 and 1440),
  debut timestamptz not null,
  fin timestamptz not null, -- les mêmes, en instants
  motif_jour text, -- pourquoi ce jour férié ou ce dimanche est gardé
  -- Une demi-journée annulée, reportée ou interrompue garde sa ligne et ses signatures, mais ne retient plus personne.
  -- « lieu » : celui où s'est tenue une demi-journée émargée, quand la session en a changé depuis ; nul : celui de la session.
  -- L'unicité attend la fin de l'instruction : deux demi-journées peuvent échanger leurs heures.
  tenue boolean not null default true,
  lieu text check (length(lieu) between 1 and 250),
  reprise boolean not null default false,
  -- Une demi-journée assurée par un autre membre du groupement : la sienne, ni la nôtre, ni sous-traitée.
  cotraitant_id uuid,
  -- Une session mixte dit lesquelles de ses demi-journées se tiennent sur place, et lesquelles à distance. Nulle : la modalité de la
  -- session. Une demi-journée ne contredit pas sa session : hors d'une session mixte, elle n'en dit pas d'autre que la sienne.
  modalite text check (modalite in ('presentiel', 'distance')),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  check (debut_minutes < fin_minutes),
  check (debut < fin),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  constraint seance_une_par_heure unique (organisme_id, session_id, jour, debut_minutes) deferrable,
  constraint seance_cotraitant_fkey foreign key (organisme_id, cotraitant_id) references tiers.entreprise (organisme_id, id)
);
comment on column sessions.seance.cotraitant_id is 'Le membre du groupement qui l’assure ; nul : nous.';
comment on column sessions.seance.modalite is 'Sur place ou à distance, d’une session mixte ; nulle : celle de la session.';
create index on sessions.seance (organisme_id, debut);

-- Le premier et le dernier jour d'une session sont ceux de ce qui se tient. Presque aucune n'a de demi-journée suspendue : savoir lesquelles, d'un index qui
-- ne garde que celles-là, épargne à chaque liste de relire les demi-journées de toutes les autres.
create index seance_suspendue on sessions.seance (organisme_id, session_id) where not tenue;
grant select, insert, update, delete on sessions.seance to coforme_app;

-- L'action : une offre, et comment on la tient.
create table sessions.action (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  offre_id uuid not null,
  modalite text not null check (modalite in ('presentiel', 'mixte', 'distance')),
  lieu text not null check (length(lieu) between 1 and 250),
  rythme text not null default '' check (length(rythme) <= 250), -- « deux jours par semaine »
  etablissement_id uuid,
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, offre_id, activite_id, modalite, lieu, rythme),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, offre_id) references catalogue.offre (organisme_id, id),
  foreign key (organisme_id, offre_id, activite_id) references catalogue.offre (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id)
);
grant select, insert on sessions.action to coforme_app;

-- Où et avec qui.
-- Une salle est à toute la coopérative : deux enseignes se la partagent, c'est ce qui la fait se prendre deux fois.
create table sessions.salle (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  etablissement_id uuid not null,
  nom text not null check (length(nom) between 1 and 120),
  pli text collate "C" not null,
  places integer check (places between 1 and 2000),
  fermee_le date,
  cree_le timestamptz not null,
  primary key (organisme_id, id),
  foreign key (organisme_id, etablissement_id) references organisme.etablissement (organisme_id, id)
);
create unique index salle_nom on sessions.salle (organisme_id, etablissement_id, pli) where fermee_le is null;
grant select, insert, update (nom, pli, places, fermee_le) on sessions.salle to coforme_app;

create table sessions.seance_salle (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  seance_id uuid not null,
  salle_id uuid not null,
  primary key (organisme_id, seance_id, salle_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade on delete cascade,
  foreign key (organisme_id, salle_id) references sessions.salle (organisme_id, id)
);
grant select, insert, delete on sessions.seance_salle to coforme_app;

create table sessions.affectation (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  seance_id uuid not null,
  personne_id uuid not null,
  compte_id uuid, -- son compte ici, s'il en a un : ce qui rend la session « sienne »
  minutes integer not null check (minutes between 1 and 1440), -- temps d'intervention, au plus la séance
  confiee_a_id uuid, -- la structure à qui cette intervention est sous-traitée (BPF, cadre F)
  -- La personne, la même d'un organisme et d'une enseigne à l'autre : son compte s'il est rattaché ici, sinon sa
  -- fiche. Posée par la base ; l'application n'y écrit pas, elle prendrait sinon le temps de qui elle voudrait.
  cle uuid not null,
  primary key (organisme_id, id),
  unique (organisme_id, seance_id, personne_id),
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  foreign key (organisme_id, seance_id, activite_id) references sessions.seance (organisme_id, id, activite_id) on update cascade on delete cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, confiee_a_id) references tiers.entreprise (organisme_id, id)
);
create index on sessions.affectation (organisme_id, personne_id);
grant select, delete, insert (id, activite_id, seance_id, personne_id, compte_id, minutes, confiee_a_id), update (minutes, confiee_a_id) on sessions.affectation to coforme_app;
grant update (compte_id, cle) on sessions.affectation to coforme_porte;

-- Les heures prises.
-- « [) » : 12 h et 12 h se touchent sans se chevaucher. Des instants, jamais des heures de pendule : Paris, La Réunion
-- et le jour du changement d'heure se comparent juste.
create table sessions.occupation (
  organisme_id uuid not null,
  seance_id uuid,
  genre text not null check (genre in ('salle', 'personne')),
  ressource_id uuid not null, -- la salle, ou la fiche de la personne
  cle uuid not null, -- la salle, ou la personne d'un organisme à l'autre
  creneau tstzrange not null check (not isempty(creneau) and not lower_inf(creneau) and not upper_inf(creneau)),
  engagement_id uuid, -- ou ce qui est pris pour une autre coopérative (mutualisation.mission)
  expire_le timestamptz, -- une option tient l’heure jusque-là ; qui la veut ensuite l’ôte d’abord
  foreign key (organisme_id, seance_id) references sessions.seance (organisme_id, id) on delete cascade,
  constraint salle_libre exclude using gist (organisme_id with =, cle with =, creneau with &&) where (genre = 'salle'),
  constraint personne_libre exclude using gist (cle with =, creneau with &&) where (genre = 'personne'),
  constraint occupation_une check ((seance_id is null) <> (engagement_id is null)),
  constraint occupation_option check (expire_le is null or engagement_id is not null)
);
create unique index occupation_seance on sessions.occupation (organisme_id, seance_id, genre, ressource_id) where seance_id is not null;
create index occupation_engagement on sessions.occupation (organisme_id, engagement_id) where engagement_id is not null;
comment on table sessions.occupation is 'Les heures prises. Écrite par les déclencheurs ; refaite d’eux à la restauration.';
grant select, insert, delete, update (expire_le) on sessions.occupation to coforme_porte;

-- Les plannings : les heures prises d'un coup d'œil, et l'abonnement d'un agenda à une personne, une salle ou une session.
-- Une adresse secrète, que l'on donne à son téléphone. Elle ne dit que ce que voit, ce jour-là, qui l'a créée : partie de la
-- coopérative ou d'une enseigne, elle ne rend plus rien. Seule l'empreinte du secret est gardée : perdue, l'adresse se refait.
create table sessions.abonnement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  genre text not null check (genre in ('personne', 'salle', 'session', 'pole', 'marches')),
  objet_id uuid not null,
  nom text not null check (length(nom) between 1 and 250),
  jeton bytea not null check (octet_length(jeton) = 32),
  cree_par uuid not null,
  cree_le timestamptz not null,
  revoque_le timestamptz,
  lu_le timestamptz,
  primary key (organisme_id, id)
);
create index on sessions.abonnement (jeton);
grant select, insert (id, genre, objet_id, nom, jeton, cree_par, cree_le), update (revoque_le) on sessions.abonnement to coforme_app;
grant update (lu_le) on sessions.abonnement to coforme_porte;

create table sessions.provenance (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  cle bytea not null check (octet_length(cle) = 32),
  session_id uuid not null,
  importee_le timestamptz not null,
  primary key (organisme_id, activite_id, cle),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade
);
create index on sessions.provenance (organisme_id, session_id);
grant select, insert on sessions.provenance to coforme_app;

-- L'agenda d'une personne qui intervient, lu par son adresse secrète : on n'en garde que ce qui occupe (début, fin, certain ou non).
-- L'adresse ouvre tout l'agenda : chiffrée, jamais remontrée, effacée quand on arrête de le lire.
create table sessions.agenda (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  nom text not null check (length(nom) between 1 and 100),
  adresse bytea check (octet_length(adresse) between 29 and 4000),
  cree_par uuid not null,
  cree_le timestamptz not null,
  retire_le timestamptz,
  lu_le timestamptz, -- la dernière lecture qui a abouti
  essaye_le timestamptz,
  echec text check (length(echec) <= 300),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((retire_le is null) = (adresse is not null))
);
create index on sessions.agenda (organisme_id, personne_id);
grant select, insert, update (adresse, retire_le, lu_le, essaye_le, echec) on sessions.agenda to coforme_app;

create table sessions.occupe_dehors (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  agenda_id uuid not null,
  personne_id uuid not null,
  du timestamptz not null,
  au timestamptz not null check (au > du),
  genre text not null check (genre in ('occupe', 'incertain')),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, agenda_id) references sessions.agenda (organisme_id, id),
  foreign key (organisme_id, agenda_id, activite_id) references sessions.agenda (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on sessions.occupe_dehors (organisme_id, personne_id, au);
create index on sessions.occupe_dehors (organisme_id, agenda_id);
create index on sessions.occupe_dehors (organisme_id, au);
grant select, insert, delete on sessions.occupe_dehors to coforme_app;

-- Les clés vers une table née après.
alter table sessions.session add constraint session_action_fk foreign key (organisme_id, action_id) references sessions.action (organisme_id, id);

-- Congés et absences des intervenants.
-- Un jour, pas une raison : rien n'y dit pourquoi (ni maladie, ni famille).
create table sessions.conge (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  personne_id uuid not null,
  du date not null,
  au date not null,
  declare_le timestamptz not null,
  declare_par uuid default app.personne(),
  retire_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check (du <= au and au <= du + 400)
);
create index on sessions.conge (organisme_id, personne_id, du);
grant select, insert, update (retire_le) on sessions.conge to coforme_app;
