-- Long parce que le compte courant, le vivier, les missions et les prêts se lisent d’un trait.
-- Ce que des coopératives partagent. D’abord leur compte courant : partie double entre coopératives d’un pôle, chaque écriture accordée
-- des deux côtés, les plafonds tenus ici. Tout est derrière des portes : une ligne n’est lue que des deux qui l’ont faite.
create schema mutualisation;
grant usage on schema mutualisation to coforme_app, coforme_porte, coforme_maintenance;

-- La règle du pôle : jusqu’où une coopérative peut devoir ou avancer. Elle se vote ; une autre la remplace, sans l’effacer.
create table mutualisation.regle (
  pole_id uuid not null references pole.pole (pole_id),
  id uuid not null,
  decision_id uuid not null,
  plafond_centimes bigint not null check (plafond_centimes between 1 and 1000000000),
  posee_le timestamptz not null,
  posee_par uuid not null,
  primary key (pole_id, id),
  foreign key (pole_id, decision_id) references pole.decision (pole_id, id)
);
comment on table mutualisation.regle is 'Le plafond du compte courant d’un pôle, et la décision qui le dit ; la dernière posée vaut.';
grant select, insert on mutualisation.regle to coforme_porte;

-- Un compte par coopérative et par pôle. Les sommes sont tenues par les portes ; les deux plafonds, ici, attente comprise : le pire des
-- deux côtés doit passer.
create table mutualisation.compte (
  pole_id uuid not null,
  organisme_id uuid not null,
  plafond_centimes bigint not null check (plafond_centimes > 0), -- celui de la règle qu’elle a prise
  doit bigint not null default 0 check (doit >= 0),
  avoir bigint not null default 0 check (avoir >= 0),
  doit_attente bigint not null default 0 check (doit_attente >= 0),
  avoir_attente bigint not null default 0 check (avoir_attente >= 0),
  ouvert_le timestamptz not null,
  ouvert_par uuid not null,
  primary key (pole_id, organisme_id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  constraint plafond_du_du check (avoir - doit - doit_attente >= -plafond_centimes),
  constraint plafond_de_l_avoir check (avoir - doit + avoir_attente <= plafond_centimes)
);
comment on table mutualisation.compte is 'Le compte courant d’une coopérative dans un pôle, en centimes : ce qu’elle doit, ce qu’on lui doit, ce qui attend.';
grant select, insert, update (plafond_centimes, doit, avoir, doit_attente, avoir_attente) on mutualisation.compte to coforme_porte;

-- Ce que l’une propose à l’autre : cela ne pèse sur aucun plafond, sinon l’une bloquerait l’autre en proposant.
create table mutualisation.proposition (
  id uuid primary key,
  pole_id uuid not null,
  de_organisme_id uuid not null,
  a_organisme_id uuid not null check (a_organisme_id <> de_organisme_id),
  debiteur_id uuid not null check (debiteur_id in (de_organisme_id, a_organisme_id)),
  genre text not null check (genre in ('directe', 'attente', 'correction')),
  montant_centimes bigint not null check (montant_centimes between 1 and 1000000000),
  fait_genre text not null check (fait_genre in ('mission', 'salle', 'materiel', 'achat', 'formation', 'autre')),
  fait_id uuid not null, -- le fait d’où elle naît : entre ces deux-là, il n’est dû qu’une fois
  fait_le date not null,
  libelle text not null check (length(libelle) between 3 and 200),
  piece text not null default '' check (length(piece) <= 60),
  expire_le timestamptz, -- une attente non passée à cette heure se libère
  corrige_id uuid,
  motif text not null default '' check (length(motif) <= 500),
  proposee_le timestamptz not null,
  proposee_par uuid not null,
  repondue_le timestamptz,
  repondue_par uuid,
  reponse text check (reponse in ('accordee', 'refusee', 'retiree')),
  check ((genre = 'attente') = (expire_le is not null)),
  check ((genre = 'correction') = (corrige_id is not null)),
  check (genre <> 'correction' or motif <> ''),
  check ((repondue_le is null) = (reponse is null) and (repondue_le is null) = (repondue_par is null)),
  foreign key (pole_id, de_organisme_id) references mutualisation.compte (pole_id, organisme_id),
  foreign key (pole_id, a_organisme_id) references mutualisation.compte (pole_id, organisme_id)
);
comment on table mutualisation.proposition is 'Une écriture que l’une propose et que l’autre accorde, refuse, ou laisse tomber.';
create index on mutualisation.proposition (pole_id, a_organisme_id) where reponse is null;
create index on mutualisation.proposition (pole_id, de_organisme_id) where reponse is null;
create index on mutualisation.proposition (pole_id, fait_id);
grant select, insert, update (repondue_le, repondue_par, reponse) on mutualisation.proposition to coforme_porte;

-- L’arrêté d’une année : chacune relit et signe son relevé, puis tout se compense en virements.
create table mutualisation.arrete (
  pole_id uuid not null references pole.pole (pole_id),
  id uuid not null,
  au timestamptz not null,
  ouvert_le timestamptz not null,
  ouvert_par uuid not null,
  compense_le timestamptz,
  compense_par uuid,
  comptes integer,
  virements integer,
  retenues integer, -- lignes contestées, laissées dehors
  primary key (pole_id, id),
  check (au <= ouvert_le),
  check ((compense_le is null) = (virements is null) and (compense_le is null) = (comptes is null)
    and (compense_le is null) = (compense_par is null) and (compense_le is null) = (retenues is null)),
  constraint virements_moins_que_comptes check (virements <= greatest(comptes - 1, 0))
);
comment on table mutualisation.arrete is 'L’arrêté des comptes d’un pôle à une date, puis leur compensation (C. civ., art. 1347).';
create unique index arrete_ouvert on mutualisation.arrete (pole_id) where compense_le is null;
grant select, insert, update (compense_le, compense_par, comptes, virements, retenues) on mutualisation.arrete to coforme_porte;

create table mutualisation.releve_signe (
  pole_id uuid not null,
  arrete_id uuid not null,
  organisme_id uuid not null,
  lignes integer not null,
  solde_centimes bigint not null,
  empreinte bytea not null, -- de ses lignes, dans leur ordre
  le timestamptz not null,
  par uuid not null,
  primary key (pole_id, arrete_id, organisme_id),
  foreign key (pole_id, arrete_id) references mutualisation.arrete (pole_id, id),
  foreign key (pole_id, organisme_id) references mutualisation.compte (pole_id, organisme_id)
);
comment on table mutualisation.releve_signe is 'Une coopérative a relu et signé son relevé d’un arrêté. Une preuve.';
grant select, insert on mutualisation.releve_signe to coforme_porte;

-- Le mouvement : en ajout seul, même pour les portes. Ce que l’une donne est, par la même ligne, ce que l’autre reçoit. L’identifiant
-- vient de l’appelant : le même envoi, deux fois, ne passe qu’une fois.
create table mutualisation.mouvement (
  id uuid primary key,
  pole_id uuid not null,
  genre text not null check (genre in ('directe', 'attente', 'passage', 'liberation', 'expiration', 'correction')),
  debiteur_id uuid not null,
  crediteur_id uuid not null check (crediteur_id <> debiteur_id),
  montant_centimes bigint not null check (montant_centimes >= 0),
  proposition_id uuid references mutualisation.proposition (id),
  arrete_id uuid, -- un virement de compensation
  attente_id uuid references mutualisation.mouvement (id), -- l’attente qu’il dénoue
  corrige_id uuid references mutualisation.mouvement (id),
  expire_le timestamptz,
  le timestamptz not null,
  par uuid,
  check ((proposition_id is null) = (arrete_id is not null)),
  check ((genre = 'attente') = (expire_le is not null)),
  check ((genre in ('passage', 'liberation', 'expiration')) = (attente_id is not null)),
  check ((genre = 'correction') = (corrige_id is not null)),
  check ((genre in ('liberation', 'expiration')) = (montant_centimes = 0)),
  foreign key (pole_id, debiteur_id) references mutualisation.compte (pole_id, organisme_id),
  foreign key (pole_id, crediteur_id) references mutualisation.compte (pole_id, organisme_id),
  foreign key (pole_id, arrete_id) references mutualisation.arrete (pole_id, id)
);
comment on table mutualisation.mouvement is 'Ce qui a passé, ou attend, entre deux coopératives d’un pôle : une ligne pour les deux. Une preuve.';
create unique index mouvement_denoue on mutualisation.mouvement (attente_id) where attente_id is not null;
create unique index mouvement_propose on mutualisation.mouvement (proposition_id) where attente_id is null and proposition_id is not null;
create index mouvement_corrige on mutualisation.mouvement (corrige_id) where corrige_id is not null;
create index mouvement_echeance on mutualisation.mouvement (expire_le) where genre = 'attente';
create index mouvement_debit on mutualisation.mouvement (pole_id, debiteur_id, le);
create index mouvement_credit on mutualisation.mouvement (pole_id, crediteur_id, le);
grant select, insert on mutualisation.mouvement to coforme_porte;

-- Un désaccord retient sa ligne, et rien d’autre.
create table mutualisation.desaccord (
  mouvement_id uuid not null references mutualisation.mouvement (id),
  rang integer not null,
  organisme_id uuid not null,
  motif text not null check (length(motif) between 3 and 500),
  ouvert_le timestamptz not null,
  ouvert_par uuid not null,
  leve_le timestamptz,
  leve_par uuid,
  primary key (mouvement_id, rang),
  check ((leve_le is null) = (leve_par is null))
);
comment on table mutualisation.desaccord is 'Une ligne que l’une des deux conteste : elle sort de la compensation tant qu’elle ne lève pas son désaccord.';
create unique index desaccord_vif on mutualisation.desaccord (mouvement_id, organisme_id) where leve_le is null;
grant select, insert, update (leve_le, leve_par) on mutualisation.desaccord to coforme_porte;

-- Les soldes ne se montrent que si toutes l’ont accepté, et tant que toutes l’acceptent.
create table mutualisation.accord_soldes (
  pole_id uuid not null,
  organisme_id uuid not null,
  le timestamptz not null,
  par uuid not null,
  retire_le timestamptz,
  primary key (pole_id, organisme_id, le),
  foreign key (pole_id, organisme_id) references mutualisation.compte (pole_id, organisme_id)
);
comment on table mutualisation.accord_soldes is 'Une coopérative accepte que le pôle lise son solde ; un retrait referme tout.';
create unique index accord_vif on mutualisation.accord_soldes (pole_id, organisme_id) where retire_le is null;
grant select, insert, update (retire_le) on mutualisation.accord_soldes to coforme_porte;

-- Le vivier : une fiche par personne, écrite par elle, vue de qui elle accepte. Derrière des portes : une fiche retirée ne se lit plus de
-- personne, à l’instruction suivante.
create table mutualisation.fiche (
  organisme_id uuid not null,
  id uuid not null,
  compte_id uuid not null,
  accroche text not null default '' check (length(accroche) <= 200),
  base text not null default '' check (length(base) <= 100), -- une commune, jamais une adresse
  rayon_km integer check (rayon_km between 0 and 2000),
  territoire text not null default '' check (length(territoire) <= 300),
  modalites text[] not null default '{}' check (cardinality(modalites) <= 20),
  publics text not null default '' check (length(publics) <= 300),
  langues text not null default '' check (length(langues) <= 200),
  delai_jours integer check (delai_jours between 0 and 365),
  preparation text not null default '' check (length(preparation) <= 200),
  journee_min text check (journee_min in ('demi-journee', 'journee')),
  plancher_centimes bigint check (plancher_centimes between 1 and 1000000000), -- la journée, hors taxes ; montré à qui elle accepte
  jamais text[] not null default '{}' check (cardinality(jamais) <= 14), -- les demi-journées qu’elle ne travaille pas : « 1-matin »… « 7-apres »
  portee text not null default 'pole' check (portee in ('pole', 'choisies')),
  choisies uuid[] not null default '{}' check (cardinality(choisies) <= 100),
  relue_le timestamptz not null,
  primary key (organisme_id, id),
  unique (organisme_id, compte_id),
  foreign key (organisme_id) references organisme.organisme (organisme_id)
);
comment on table mutualisation.fiche is 'La fiche d’une personne au vivier des pôles de sa coopérative, écrite par elle.';
create unique index fiche_unique on mutualisation.fiche (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
grant select, insert, update, delete on mutualisation.fiche to coforme_porte;

create table mutualisation.competence (
  organisme_id uuid not null,
  id uuid not null,
  fiche_id uuid not null,
  intitule text not null check (length(intitule) between 3 and 120),
  nsf text not null default '' check (nsf ~ '^([0-9]{3})?$'),
  niveau text not null default '' check (length(niveau) <= 120),
  preuve_genre text not null check (preuve_genre in ('titre', 'attestation', 'observation', 'reference', 'declare')),
  preuve text not null default '' check (length(preuve) <= 200),
  preuve_le date,
  primary key (organisme_id, id),
  foreign key (organisme_id, fiche_id) references mutualisation.fiche (organisme_id, id) on delete cascade,
  check ((preuve_genre = 'declare') = (preuve = ''))
);
comment on table mutualisation.competence is 'Ce qu’une personne du vivier sait faire, et ce qui le montre. Le pôle ne l’a pas vérifié.';
create index on mutualisation.competence (organisme_id, fiche_id);
grant select, insert, delete on mutualisation.competence to coforme_porte;

-- Un accord vaut pour un texte : changé, il se redemande, et rien ne se montre d’ici là.
create table mutualisation.consentement (
  organisme_id uuid not null,
  id uuid not null default gen_random_uuid(),
  compte_id uuid not null,
  genre text not null check (genre ~ '^[a-z-]{3,30}$'),
  version integer not null check (version > 0),
  le timestamptz not null,
  retire_le timestamptz,
  primary key (organisme_id, id),
  check (retire_le >= le)
);
comment on table mutualisation.consentement is 'Ce qu’une personne accepte de partager au vivier : quel texte, quand, jusqu’à quand.';
create unique index consentement_vif on mutualisation.consentement (organisme_id, compte_id, genre) where retire_le is null;
grant select, insert, update (retire_le) on mutualisation.consentement to coforme_porte;

-- Une coopérative demande à la joindre ; elle voit qui demande, et répond ou non.
create table mutualisation.prise_de_contact (
  organisme_id uuid not null,
  id uuid not null,
  fiche_id uuid not null,
  de_organisme_id uuid not null,
  de_compte_id uuid not null,
  message text not null check (length(message) between 3 and 500),
  faite_le timestamptz not null,
  repondue_le timestamptz,
  reponse text check (reponse in ('acceptee', 'refusee')),
  primary key (organisme_id, id),
  foreign key (organisme_id, fiche_id) references mutualisation.fiche (organisme_id, id) on delete cascade,
  check ((repondue_le is null) = (reponse is null))
);
comment on table mutualisation.prise_de_contact is 'Une coopérative demande à joindre une personne du vivier, qui accepte ou refuse.';
create unique index contact_unique on mutualisation.prise_de_contact (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create unique index contact_vif on mutualisation.prise_de_contact (organisme_id, fiche_id, de_organisme_id) where reponse is distinct from 'refusee';
create index on mutualisation.prise_de_contact (de_organisme_id);
grant select, insert, update (repondue_le, reponse) on mutualisation.prise_de_contact to coforme_porte;

-- L’appel : une coopérative cherche qui intervienne. Elle dit qui la lit, jusqu’à quand on répond, et plusieurs dates possibles.
create table mutualisation.appel (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  objet text not null check (length(objet) between 3 and 200),
  publics text not null default '' check (length(publics) <= 300),
  stagiaires integer check (stagiaires between 1 and 2000),
  lieu text not null check (length(lieu) between 1 and 250),
  attendus text not null default '' check (length(attendus) <= 1000),
  exigences text not null default '' check (length(exigences) <= 500),
  debut_minutes integer not null check (debut_minutes between 0 and 1439),
  fin_minutes integer not null check (fin_minutes between 1 and 1440),
  dirige text not null check (dirige in ('envoyeur', 'receveur', 'partage')),
  payeur text not null check (payeur ~ '^[a-z-]{3,20}$'),
  prix_genre text not null check (prix_genre in ('fixe', 'fourchette', 'a-proposer')),
  prix_min bigint check (prix_min between 0 and 1000000000), -- pour le tout, hors taxes
  prix_max bigint check (prix_max between 0 and 1000000000),
  vu_de text not null check (vu_de in ('pole', 'choisies', 'personnes')),
  choisies uuid[] not null default '{}' check (cardinality(choisies) <= 100),
  fiches uuid[] not null default '{}' check (cardinality(fiches) <= 100),
  jusqu_au timestamptz not null,
  publie_le timestamptz not null,
  publie_par uuid not null,
  clos_le timestamptz,
  issue text check (issue in ('pourvu', 'retire')),
  primary key (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id),
  check (fin_minutes > debut_minutes),
  check (jusqu_au > publie_le),
  check ((clos_le is null) = (issue is null)),
  check ((prix_genre = 'a-proposer') = (prix_min is null) and (prix_genre = 'fourchette') = (prix_max is not null) and prix_max >= prix_min)
);
comment on table mutualisation.appel is 'Une coopérative cherche qui intervienne pour elle.';
create unique index appel_unique on mutualisation.appel (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create index on mutualisation.appel (pole_id);
grant select, insert, update (clos_le, issue), delete on mutualisation.appel to coforme_porte;

-- Une date possible : des jours qui vont ensemble.
create table mutualisation.appel_date (
  organisme_id uuid not null,
  appel_id uuid not null,
  rang integer not null check (rang between 1 and 6),
  jours date[] not null check (cardinality(jours) between 1 and 20),
  primary key (organisme_id, appel_id, rang),
  foreign key (organisme_id, appel_id) references mutualisation.appel (organisme_id, id)
);
comment on table mutualisation.appel_date is 'Des jours possibles pour une intervention : tous, ou aucun.';
grant select, insert, delete on mutualisation.appel_date to coforme_porte;

-- La réponse, chez la coopérative de la personne. Le motif d’un refus ne se lit que de la personne, et de qui l’écrit.
create table mutualisation.reponse (
  organisme_id uuid not null,
  id uuid not null,
  appel_organisme_id uuid not null check (appel_organisme_id <> organisme_id),
  appel_id uuid not null,
  compte_id uuid not null,
  part text not null check (part in ('tout', 'partie', 'appui')),
  rangs integer[] not null check (cardinality(rangs) between 1 and 6),
  prix_centimes bigint not null check (prix_centimes between 0 and 1000000000), -- pour ce qu’elle propose, hors taxes
  au_cout boolean not null default false, -- salaire chargé et frais, rien de plus
  statut text not null check (statut ~ '^[a-z-]{3,20}$'),
  message text not null default '' check (length(message) <= 1000),
  par text not null check (par in ('personne', 'cooperative')),
  faite_le timestamptz not null,
  faite_par uuid not null,
  retiree_le timestamptz,
  ecartee_le timestamptz,
  ecartee_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  annoncee_le timestamptz, -- un courriel l’a dit à qui a publié l’appel
  primary key (organisme_id, id),
  foreign key (appel_organisme_id, appel_id) references mutualisation.appel (organisme_id, id),
  check ((ecartee_le is null) = (ecartee_par is null))
);
comment on table mutualisation.reponse is 'Une personne, ou sa coopérative pour elle, répond à un appel.';
create unique index reponse_unique on mutualisation.reponse (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create unique index reponse_vive on mutualisation.reponse (organisme_id, appel_id, compte_id) where retiree_le is null;
create index on mutualisation.reponse (appel_organisme_id, appel_id);
create index reponse_a_annoncer on mutualisation.reponse (faite_le, id) where annoncee_le is null;
grant select, insert, update (retiree_le, ecartee_le, ecartee_par, motif, message, annoncee_le), delete on mutualisation.reponse to coforme_porte;

-- La mission, chez la coopérative qui envoie. Ses heures se prennent dans sessions.occupation : qui que ce soit qui réserve, la personne n’est
-- pas à deux endroits. Ni option sans l’accord de la personne, ni ferme sans les deux visas et les deux signatures : la base, pas la page.
create table mutualisation.mission (
  organisme_id uuid not null,
  id uuid not null,
  de_organisme_id uuid not null check (de_organisme_id <> organisme_id), -- qui reçoit
  reponse_id uuid not null,
  compte_id uuid not null,
  rang integer not null,
  creneaux tstzmultirange not null check (not isempty(creneaux)),
  forme text not null check (forme ~ '^[a-z-]{3,40}$'),
  etat text not null check (etat in ('demandee', 'option', 'ferme', 'faite', 'refusee', 'expiree', 'annulee')),
  choisie_le timestamptz not null,
  choisie_par uuid not null,
  classement jsonb not null check (jsonb_typeof(classement) = 'array' and length(classement::text) <= 20000), -- les faits du rang, au jour du choix
  visa_personne_le timestamptz,
  visa_coop_le timestamptz,
  visa_coop_par uuid,
  expire_le timestamptz not null,
  empreinte bytea check (length(empreinte) = 32), -- du contrat figé
  signe_recoit_le timestamptz,
  signe_recoit_par uuid,
  signe_envoie_le timestamptz,
  signe_envoie_par uuid,
  ferme_le timestamptz,
  finie_le timestamptz, -- refusée, expirée ou annulée
  finie_par_organisme uuid,
  motif text not null default '' check (length(motif) <= 500),
  fait_minutes integer check (fait_minutes between 1 and 100000), -- le constat : ce qui eut lieu, signé des deux
  fait_centimes bigint check (fait_centimes between 0 and 1000000000),
  constat_recoit_le timestamptz,
  constat_recoit_par uuid,
  constat_envoie_le timestamptz,
  constat_envoie_par uuid,
  piece_id uuid, -- le contrat figé, chez qui reçoit
  signataire_recoit uuid,
  signataire_envoie uuid,
  avenant_id uuid, -- d’un prêt : l’avenant figé, chez qui envoie
  avenant_signe_le timestamptz,
  fait_taux integer check (fait_taux between 0 and 2000), -- de TVA, en points de base
  fait_cout bigint[] check (cardinality(fait_cout) = 3), -- d’un prêt : salaire, charges, frais
  suivi_stagiaires integer check (suivi_stagiaires between 0 and 2000), -- d’après les feuilles closes de qui reçoit : F-2 chez lui, G chez qui envoie
  suivi_minutes bigint check (suivi_minutes between 0 and 100000000),
  fiche_recoit_id uuid, -- la fiche de la personne chez qui reçoit, quand la mission s’est placée dans une session
  dossier_demande_le timestamptz, -- qui reçoit lui a demandé son dossier 21/22
  a_viser boolean not null default false, -- une coopérative d’activité qui reçoit ne l’a pas encore visée
  primary key (organisme_id, id),
  foreign key (organisme_id, reponse_id) references mutualisation.reponse (organisme_id, id),
  constraint mission_visas check (etat <> 'option' or visa_personne_le is not null),
  constraint mission_ferme check (etat not in ('ferme', 'faite') or (visa_personne_le is not null and visa_coop_le is not null and empreinte is not null
    and signe_recoit_le is not null and signe_envoie_le is not null and ferme_le is not null)),
  constraint mission_a_viser check (not a_viser or etat not in ('ferme', 'faite')),
  constraint mission_faite check (etat <> 'faite' or (fait_minutes is not null and constat_recoit_le is not null and constat_envoie_le is not null)),
  check ((signe_recoit_le is null and signe_envoie_le is null) or empreinte is not null),
  constraint mission_avenant check (etat not in ('ferme', 'faite') or forme <> 'pret' or piece_id is null or avenant_signe_le is not null),
  check ((etat in ('refusee', 'expiree', 'annulee')) = (finie_le is not null))
);
comment on table mutualisation.mission is 'Une personne d’une coopérative intervient pour une autre : option, visas, contrat, ferme.';
create unique index mission_vive on mutualisation.mission (organisme_id, reponse_id) where etat in ('demandee', 'option', 'ferme', 'faite');
create unique index mission_unique on mutualisation.mission (id);
create index on mutualisation.mission (de_organisme_id);
create index on mutualisation.mission (organisme_id, compte_id);
create index mission_piece on mutualisation.mission (de_organisme_id, piece_id) where piece_id is not null;
create index mission_avenant on mutualisation.mission (organisme_id, avenant_id) where avenant_id is not null;
create index mission_echeance on mutualisation.mission (expire_le) where etat in ('demandee', 'option');
grant select, insert, update (etat, visa_personne_le, visa_coop_le, visa_coop_par, expire_le, empreinte, signe_recoit_le, signe_recoit_par, signe_envoie_le,
  signe_envoie_par, ferme_le, finie_le, finie_par_organisme, motif, fait_minutes, fait_centimes, constat_recoit_le, constat_recoit_par, constat_envoie_le,
  constat_envoie_par, piece_id, signataire_recoit, signataire_envoie, avenant_id, avenant_signe_le, fait_taux, fait_cout, suivi_stagiaires, suivi_minutes, fiche_recoit_id, dossier_demande_le, a_viser), delete on mutualisation.mission to coforme_porte;

-- Le texte que les deux directions signent : figé, un effacement ne le change pas.
create table mutualisation.contrat_de_mission (
  organisme_id uuid not null,
  mission_id uuid not null,
  texte text not null check (length(texte) between 1 and 20000),
  etabli_le timestamptz not null,
  primary key (organisme_id, mission_id),
  foreign key (organisme_id, mission_id) references mutualisation.mission (organisme_id, id)
);
comment on table mutualisation.contrat_de_mission is 'Le contrat d’une mission, tel que les deux coopératives le signent.';
grant select, insert, update (texte, etabli_le), delete on mutualisation.contrat_de_mission to coforme_porte;

-- Le dossier 21/22 qu’une personne remet pour une mission : une photographie datée et signée, de son accord, jusqu’à un terme. Derrière des portes : retirée avant
-- d’avoir servi, elle n’est plus là à l’instruction suivante.
create table mutualisation.remise (
  organisme_id uuid not null, -- qui envoie
  id uuid not null,
  mission_id uuid not null,
  de_organisme_id uuid not null, -- qui reçoit
  compte_id uuid not null,
  version integer not null check (version > 0), -- du texte accepté
  remise_le timestamptz not null,
  jusqu_au date not null,
  empreinte bytea not null check (length(empreinte) = 32), -- des pièces en clair, de la mission et du terme
  signature bytea not null check (length(signature) = 64),
  cle bytea not null check (length(cle) = 32),
  employee_le timestamptz, -- rangée aux registres de qui reçoit
  employee_par uuid,
  retiree_le timestamptz, -- l’accord repris
  effacee_le timestamptz, -- le terme passé
  primary key (organisme_id, id),
  foreign key (organisme_id, mission_id) references mutualisation.mission (organisme_id, id) on delete cascade,
  check ((employee_le is null) = (employee_par is null))
);
comment on table mutualisation.remise is 'Le dossier qu’une personne remet à la coopérative qui la reçoit, pour une mission, avec son accord.';
create unique index remise_unique on mutualisation.remise (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create unique index remise_vive on mutualisation.remise (organisme_id, mission_id) where retiree_le is null;
create index remise_echeance on mutualisation.remise (jusqu_au) where effacee_le is null;
grant select, insert, update (employee_le, employee_par, retiree_le, effacee_le, jusqu_au), delete on mutualisation.remise to coforme_porte;

create table mutualisation.remise_piece (
  organisme_id uuid not null,
  remise_id uuid not null,
  rang integer not null check (rang between 1 and 12),
  genre text not null check (genre in ('titres', 'cv', 'formation')),
  le date not null,
  octets bytea not null check (length(octets) <= 15000000), -- la pièce, chiffrée par les clés de l’instance
  primary key (organisme_id, remise_id, rang),
  foreign key (organisme_id, remise_id) references mutualisation.remise (organisme_id, id) on delete cascade
);
comment on table mutualisation.remise_piece is 'Une pièce d’un dossier remis : son genre et sa date en clair, le reste chiffré.';
grant select, insert, delete on mutualisation.remise_piece to coforme_porte;

-- Chez qui lit.
create table mutualisation.remise_lecture (
  organisme_id uuid not null,
  id uuid not null default gen_random_uuid(),
  de_organisme_id uuid not null, -- de qui vient le dossier
  remise_id uuid not null,
  par uuid not null,
  le timestamptz not null,
  tx bigint not null, -- celle qui l’a écrite : le dossier ne s’ouvre que dans une autre
  primary key (organisme_id, id)
);
comment on table mutualisation.remise_lecture is 'Qui a ouvert un dossier remis, et quand. Une preuve.';
create index on mutualisation.remise_lecture (de_organisme_id, remise_id);
grant select, insert on mutualisation.remise_lecture to coforme_porte;

-- Une session tenue par une personne prêtée dont le dossier 21/22 n’est pas remis, malgré tout : qui l’a permis, et pourquoi. Une preuve.
create table mutualisation.derogation (
  organisme_id uuid not null default app.organisme(), -- qui reçoit
  activite_id uuid not null,
  session_id uuid not null,
  personne_id uuid not null, -- sa fiche d’ici
  motif text not null check (length(btrim(motif)) between 20 and 1000),
  le timestamptz not null default clock_timestamp(),
  par uuid not null default app.personne(),
  primary key (organisme_id, session_id, personne_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
comment on table mutualisation.derogation is 'Pourquoi une session se tient avec une personne prêtée qui n’a pas remis son dossier.';
grant select, insert (activite_id, session_id, personne_id, motif) on mutualisation.derogation to coforme_app;

-- Une salle, ou du matériel, que sa coopérative prête aux autres d’un pôle. Ses heures se prennent avec celles de ses séances.
create table mutualisation.bien (
  organisme_id uuid not null,
  id uuid not null,
  pole_id uuid not null,
  salle_id uuid, -- la salle du planning d’ici ; nulle : une autre salle, ou du matériel
  titre text not null check (length(titre) between 3 and 120),
  adresse text not null default '' check (length(adresse) <= 250),
  acces text not null default '' check (length(acces) <= 500), -- plain-pied, ascenseur, boucle magnétique
  equipement text not null default '' check (length(equipement) <= 500),
  reglement text not null default '' check (length(reglement) <= 1000),
  membre_centimes bigint not null check (membre_centimes between 0 and 10000000), -- la demi-journée, hors taxes
  autre_centimes bigint not null check (autre_centimes between 0 and 10000000), -- à une structure du carnet, qui n’est pas du pôle
  taux_points integer not null check (taux_points between 0 and 10000), -- de TVA, en points de base : louer une salle est toujours taxé
  tampon_minutes integer not null check (tampon_minutes between 0 and 240), -- après chaque réservation
  visa boolean not null, -- sa coopérative accepte chaque demande ; sinon, libre vaut réservé
  prete_le timestamptz not null,
  retire_le timestamptz,
  une_salle boolean not null default false, -- qui prête le dit ; sinon, du matériel
  -- « en U », « en rangs », et les places de chacune, dans le même ordre.
  configurations text[] not null default '{}',
  places_par integer[] not null default '{}',
  -- Annulée à moins de tant de jours, une part reste due, en points de base ; rang par rang.
  seuils_jours integer[] not null default '{}',
  seuils_points integer[] not null default '{}',
  version integer not null default 1, -- une fiche corrigée en prend une autre : une demande dit celle qu’elle a lue
  primary key (organisme_id, id),
  constraint bien_configurations check (cardinality(configurations) = cardinality(places_par) and cardinality(configurations) <= 8
    and array_position(configurations, null) is null and array_position(places_par, null) is null and length(array_to_string(configurations, '')) <= 480
    and 1 <= all (places_par) and 999 >= all (places_par)),
  constraint bien_seuils check (cardinality(seuils_jours) = cardinality(seuils_points) and cardinality(seuils_jours) <= 5
    and array_position(seuils_jours, null) is null and array_position(seuils_points, null) is null
    and 1 <= all (seuils_jours) and 365 >= all (seuils_jours) and 0 <= all (seuils_points) and 10000 >= all (seuils_points)),
  constraint bien_du_planning check (une_salle or salle_id is null),
  foreign key (organisme_id, salle_id) references sessions.salle (organisme_id, id),
  foreign key (pole_id, organisme_id) references pole.adhesion (pole_id, organisme_id)
);
comment on table mutualisation.bien is 'Une salle ou du matériel prêté aux coopératives d’un pôle, à quelles conditions.';
create unique index bien_unique on mutualisation.bien (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create unique index bien_salle on mutualisation.bien (organisme_id, salle_id, pole_id) where retire_le is null;
grant select, insert, update (titre, adresse, acces, equipement, reglement, membre_centimes, autre_centimes, taux_points, tampon_minutes, visa, retire_le, configurations, places_par,
  seuils_jours, seuils_points, version) on mutualisation.bien to coforme_porte;

-- Une photographie d’un bien prêté : un fichier de sa coopérative, que lit qui lit la fiche.
create table mutualisation.bien_photo (
  organisme_id uuid not null,
  id uuid not null,
  bien_id uuid not null,
  legende text not null check (length(legende) between 3 and 200), -- ce que l’on y voit, dit à qui ne le voit pas
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  type text not null check (type in ('image/webp', 'image/png', 'image/jpeg')), -- refaite, sans ses métadonnées : WebP
  ajoutee_le timestamptz not null,
  ajoutee_par uuid not null,
  otee_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, bien_id) references mutualisation.bien (organisme_id, id)
);
comment on table mutualisation.bien_photo is 'Une photographie d’un bien prêté, et ce que l’on y voit.';
create unique index photo_unique on mutualisation.bien_photo (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create index on mutualisation.bien_photo (organisme_id, bien_id);
grant select, insert, update (otee_le) on mutualisation.bien_photo to coforme_porte;

create table mutualisation.reservation (
  organisme_id uuid not null,
  id uuid not null,
  bien_id uuid not null,
  de_organisme_id uuid check (de_organisme_id <> organisme_id), -- nul : pour une structure du carnet
  objet text not null check (length(objet) between 3 and 200),
  creneau tstzrange not null check (not isempty(creneau) and not lower_inf(creneau) and not upper_inf(creneau)),
  etat text not null check (etat in ('en-file', 'option', 'ferme', 'refusee', 'expiree', 'annulee')),
  prix_centimes bigint not null check (prix_centimes >= 0), -- hors taxes, au jour de la demande
  taux_points integer not null,
  demandee_le timestamptz not null,
  demandee_par uuid not null,
  expire_le timestamptz,
  finie_le timestamptz,
  finie_par_organisme uuid,
  motif text not null default '' check (length(motif) <= 500),
  ferme_le timestamptz, -- sans elle, rien n’est dû d’une réservation annulée
  ferme_par uuid, -- qui l’a acceptée, quand sa coopérative répond
  configuration text not null default '', -- comment la salle se prépare ; vide : telle quelle
  -- Le barème d’annulation du bien, tel qu’au jour de la demande.
  seuils_jours integer[] not null default '{}',
  seuils_points integer[] not null default '{}',
  tiers_id uuid, -- qui n’est pas du pôle : une structure du carnet de qui prête
  a_viser boolean not null default false, -- une coopérative d’activité qui demande ne l’a pas encore visée
  sessions_classees uuid[] not null default '{}', -- de qui réserve : pour elles, la fiche de la salle est à son registre des lieux
  sessions_prevues uuid[] not null default '{}', -- de qui réserve : planifiées pour cette réservation, et non d’après un lieu écrit
  option_depuis timestamptz, -- l’heure est revenue de la file, ou qui demande l’a visée ; nulle : en option dès la demande
  places integer check (places between 1 and 999), -- celles de sa configuration, au jour de la demande
  adresse_lue text not null default '', -- du bien, au jour de la demande : une session a pu l’écrire
  primary key (organisme_id, id),
  constraint reservation_a_viser check (not a_viser or etat <> 'ferme'),
  constraint reservation_configuration check (length(configuration) <= 60),
  constraint reservation_de_qui check ((de_organisme_id is null) = (tiers_id is not null)),
  constraint reservation_tiers foreign key (organisme_id, tiers_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, bien_id) references mutualisation.bien (organisme_id, id),
  check ((etat = 'option') = (expire_le is not null)),
  check ((etat in ('refusee', 'expiree', 'annulee')) = (finie_le is not null))
);
comment on table mutualisation.reservation is 'Une coopérative du pôle réserve un bien d’une autre, ou attend son tour ; ou qui le prête le note pour une structure de son carnet.';
create index on mutualisation.reservation (organisme_id, bien_id);
create index on mutualisation.reservation (de_organisme_id);
create unique index reservation_unique on mutualisation.reservation (id); -- son visa ne dit que lui
create index reservation_a_classer on mutualisation.reservation (demandee_le, id) where etat = 'ferme';
create index reservation_echeance on mutualisation.reservation (expire_le) where etat = 'option';
grant select, insert, update (etat, expire_le, finie_le, finie_par_organisme, motif, ferme_le, ferme_par, a_viser, sessions_classees,
  sessions_prevues, option_depuis) on mutualisation.reservation to coforme_porte;

-- L’organisme commun : un organisme de la plateforme, avec sa déclaration d’activité, ses contrats, ses factures et son certificat, dont les
-- membres sont des coopératives. Chacune y a son enseigne : le mur des enseignes lui garde ses dossiers.
-- Qui répond de quoi, par version : une version ne change pas, une autre la suit.
create table mutualisation.regle_commune (
  organisme_id uuid not null, -- l’organisme commun
  rang integer not null check (rang > 0),
  texte text not null check (length(texte) between 100 and 20000),
  ecrite_le timestamptz not null,
  ecrite_par uuid not null,
  forme text not null default 'organisme' check (forme in ('organisme', 'groupement')), -- de formation, ou d’employeurs (L1253-1)
  primary key (organisme_id, rang)
);
comment on table mutualisation.regle_commune is 'Qui répond de quoi dans un organisme commun, version par version. Une preuve.';
grant select, insert on mutualisation.regle_commune to coforme_porte;

create table mutualisation.membre_commun (
  organisme_id uuid not null, -- l’organisme commun
  id uuid not null,
  membre_id uuid not null check (membre_id <> organisme_id),
  enseigne_id uuid not null, -- chez l’organisme commun
  etat text not null check (etat in ('invite', 'membre', 'refuse', 'sorti')),
  rang_accepte integer, -- la version qu’elle a acceptée
  invite_le timestamptz not null,
  invite_par uuid not null,
  repondu_le timestamptz,
  repondu_par uuid,
  fini_le timestamptz,
  fini_par uuid,
  motif text not null default '' check (length(motif) <= 500),
  primary key (organisme_id, id),
  foreign key (organisme_id, rang_accepte) references mutualisation.regle_commune (organisme_id, rang),
  check ((etat in ('membre', 'sorti')) <= (rang_accepte is not null)),
  check ((etat in ('refuse', 'sorti')) = (fini_le is not null))
);
comment on table mutualisation.membre_commun is 'Une coopérative est membre d’un organisme commun, par l’accord des deux.';
create unique index membre_commun_vif on mutualisation.membre_commun (organisme_id, membre_id) where etat in ('invite', 'membre');
create index on mutualisation.membre_commun (membre_id);
grant select, insert, update (etat, rang_accepte, repondu_le, repondu_par, fini_le, fini_par, motif), delete on mutualisation.membre_commun to coforme_porte;

-- Responsables conjoints (RGPD, art. 26) : le texte d’un pôle, version par version, et qui l’a signé. Il se publie.
create table mutualisation.accord_conjoint (
  organisme_id uuid not null, -- de qui l’anime
  pole_id uuid not null references pole.pole (pole_id),
  rang integer not null check (rang > 0),
  contact text not null check (length(contact) between 5 and 300),
  texte jsonb not null check (jsonb_typeof(texte) = 'array' and length(texte::text) <= 40000), -- [titre, texte], figés
  ecrit_le timestamptz not null,
  ecrit_par uuid not null,
  primary key (organisme_id, pole_id, rang)
);
comment on table mutualisation.accord_conjoint is 'L’accord des responsables conjoints d’un pôle, version par version.';
create index on mutualisation.accord_conjoint (pole_id);
grant select, insert on mutualisation.accord_conjoint to coforme_porte;

create table mutualisation.accord_signe (
  organisme_id uuid not null,
  pole_id uuid not null references pole.pole (pole_id),
  rang integer not null,
  le timestamptz not null,
  par uuid not null,
  quitte_le timestamptz, -- le pôle quitté, la signature ne compte plus ; revenue, elle se redonne
  primary key (organisme_id, pole_id, rang)
);
comment on table mutualisation.accord_signe is 'La direction d’une coopérative accepte une version de l’accord des responsables conjoints.';
create index on mutualisation.accord_signe (pole_id);
grant select, insert, update (le, par, quitte_le) on mutualisation.accord_signe to coforme_porte;

-- Le retour écrit sur une mission faite : de qui a reçu, à la personne, qui y répond, le partage ou non. Douze mois, puis il s’efface.
create table mutualisation.retour (
  organisme_id uuid not null, -- qui a reçu, et l’écrit
  id uuid not null,
  mission_organisme_id uuid not null,
  mission_id uuid not null,
  compte_id uuid not null,
  texte text not null,
  ecrit_le timestamptz not null,
  ecrit_par uuid not null,
  reponse text not null default '' check (length(reponse) <= 2000),
  repondu_le timestamptz,
  partage_le timestamptz,
  ote_le timestamptz, -- effacé par la personne : les mots s’en vont, la ligne dit qu’il ne s’en réécrit pas
  primary key (organisme_id, id),
  unique (organisme_id, mission_id),
  foreign key (mission_organisme_id, mission_id) references mutualisation.mission (organisme_id, id) on delete cascade,
  check ((reponse = '') = (repondu_le is null)),
  constraint retour_efface check (case when ote_le is null then length(texte) between 10 and 2000 else texte = '' and reponse = '' and partage_le is null end)
);
comment on table mutualisation.retour is 'Ce qu’une coopérative écrit à une personne d’une mission faite ; elle y répond.';
create unique index retour_unique on mutualisation.retour (id); -- l’identifiant se lit ailleurs : renvoyé d’une autre coopérative, il ne fait pas de double
create index on mutualisation.retour (mission_organisme_id, mission_id);
create index on mutualisation.retour (compte_id);
create index on mutualisation.retour (ecrit_le);
grant select, insert, update (texte, reponse, repondu_le, partage_le, ote_le), delete on mutualisation.retour to coforme_porte;
