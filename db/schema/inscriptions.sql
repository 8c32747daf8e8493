create schema inscriptions;
grant usage on schema inscriptions to coforme_app, coforme_porte, coforme_maintenance;

create table inscriptions.inscription (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  personne_id uuid not null,
  etat text not null check (etat in ('besoin', 'positionnement', 'proposition', 'contractualisation', 'financement-en-attente', 'liste-attente', 'inscrit', 'refuse', 'retracte', 'annule', 'abandon', 'exclu', 'force-majeure', 'absent-total')),
  motif text,
  inscrite_le timestamptz not null,
  close_le timestamptz,
  -- L'inscription : son dossier, le statut F-1 à la date de l'action, et la suite de ses états.
  dossier_id uuid, -- nul : inscrite avant les dossiers, ou en attente d'un dossier ; un manque, dit à l'écran
  statut_f1 text check (statut_f1 in ('salarie-prive', 'apprenti', 'recherche-emploi', 'particulier',
    'agent-public', 'non-salarie', 'benevole')),
  -- Ce qui suit « inscrit ». L'état gardé reste « inscrit » : la place est tenue, la feuille attend sa signature.
  etape text check (etape in ('convoque', 'en-formation', 'realise', 'partiel', 'evalue', 'certifie', 'solde',
    'evalue-a-froid', 'archive')),
  version integer not null default 1 check (version > 0),
  -- L'inscription sait si sa place a été tenue.
  definitive_le timestamptz,
  -- L'employeur du jour de l'inscription. Les pièces lisaient celui de la fiche : qui changeait d'employeur après sa formation faisait
  -- mentir le certificat établi ensuite.
  employeur_id uuid,
  -- Le compte personnel de formation se paie sur le service fait, que l'organisme déclare sur la plateforme : l'entrée, puis la sortie de
  -- la personne, chacune sous trois jours ouvrés. On garde ici le jour où chacune le fut ; rien ne part d'ici vers la plateforme.
  cpf_entree_declaree_le date,
  cpf_sortie_declaree_le date,
  -- Un statut qui change en cours d'action s'écrit, à sa date ; le premier reste dans `statut_f1`.
  statuts_suivants jsonb not null default '[]'
    constraint inscription_statuts_suivants check (jsonb_typeof(statuts_suivants) = 'array' and jsonb_array_length(statuts_suivants) <= 12
      and (statuts_suivants = '[]' or statut_f1 is not null)),
  -- Le jour où la personne rejoint l'action en cours de route ; nul : dès le début. Avant lui, rien ne lui est demandé.
  arrivee_le date,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  constraint inscription_motif check (etat not in ('refuse', 'retracte', 'annule', 'abandon', 'exclu', 'force-majeure',
    'absent-total') or motif is not null),
  constraint inscription_etape check (etape is null or etat = 'inscrit'),
  -- Un motif et des rubriques ont une fin, comme partout ailleurs : sans elle, une seule ligne alourdit toutes les listes.
  constraint inscription_motif_borne check (length(motif) <= 4000),
  constraint inscription_employeur foreign key (organisme_id, employeur_id) references tiers.entreprise (organisme_id, id)
);
comment on column inscriptions.inscription.definitive_le is 'Le jour où la place a été tenue pour de bon ; nul : jamais.';
comment on column inscriptions.inscription.employeur_id is
  'L’employeur au jour de l’inscription, d’après la fiche d’alors ou dit pour cette action ; nul : aucun, ou non renseigné.';
comment on column inscriptions.inscription.statuts_suivants is
  'Les statuts F-1 qui suivent le premier, [{du, statut}], du plus ancien au plus récent ; chacun vaut de son jour au suivant.';
comment on column inscriptions.inscription.cpf_entree_declaree_le is
  'Le jour où l’entrée en formation fut déclarée sur Mon Compte Formation ; nul : pas encore, ou sans objet.';
comment on column inscriptions.inscription.cpf_sortie_declaree_le is
  'Le jour où la sortie, et avec elle le service fait, fut déclarée sur Mon Compte Formation ; nul : pas encore, ou sans objet.';

-- Une seule inscription en cours par personne ; après une annulation, on peut se réinscrire.
create unique index inscription_en_cours on inscriptions.inscription (organisme_id, session_id, personne_id) where etat = 'inscrit';
create index on inscriptions.inscription (organisme_id, personne_id);
create index on inscriptions.inscription (organisme_id, dossier_id);

-- Une seule inscription vivante par personne, qu'elle soit déjà « inscrit » ou encore en préparation.
create unique index inscription_vivante on inscriptions.inscription (organisme_id, session_id, personne_id)
  where etat in ('besoin', 'positionnement', 'proposition', 'contractualisation', 'financement-en-attente',
    'liste-attente', 'inscrit');

-- Les inscrits d'une session, quel que soit leur état : sans lui, tous ceux de l'organisme étaient parcourus.
create index inscription_session on inscriptions.inscription (organisme_id, session_id);
grant select, insert, update (etat, motif, close_le, dossier_id, statut_f1, etape, version, definitive_le, employeur_id,
  cpf_entree_declaree_le, cpf_sortie_declaree_le, statuts_suivants, arrivee_le) on inscriptions.inscription to coforme_app;

-- Le dossier d'un client sur une session : qui achète, à quel titre, à quel prix, qui paie ; d'où le régime du contrat.
create table inscriptions.dossier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  acheteur text not null check (acheteur in ('entreprise', 'personne', 'organisme-formation')),
  entreprise_id uuid,
  personne_id uuid,
  signataire_id uuid, -- la personne qui signe pour l'acheteur ; nul : l'acheteur lui-même, ou pas encore dite
  signataire_qualite text check (length(signataire_qualite) between 1 and 200),
  individuel_a_ses_frais boolean not null default false, -- « à titre individuel et à ses frais » (L6353-3)
  circonstance text not null check (circonstance in ('etablissement', 'distance', 'hors-etablissement', 'demarchage')),
  -- Calculés, jamais choisis (domain/regime.ts) ; gardés parce que la pièce émise les dira.
  regime text not null check (regime in ('convention', 'contrat', 'cpf', 'sous-traitance-recue')),
  regime_article text not null check (length(regime_article) between 1 and 200),
  objectif text check (length(objectif) <= 2000), -- le besoin dit par le client
  reference_client text check (length(reference_client) <= 100), -- son bon de commande
  prix_centimes bigint not null check (prix_centimes >= 0), -- hors taxes, pour le dossier entier
  -- Le contrat, ou la convention : signé par le client, quand et comment. La pièce est dans documents.
  signe_le timestamptz,
  signature_moyen text check (signature_moyen in ('lien', 'scan')),
  signature_piece_id uuid,
  debut_anticipe_le timestamptz, -- demande expresse de commencer avant la fin du délai (C. conso. L221-25)
  retracte_le timestamptz,
  -- Commencer sans convention signée : possible, jamais en silence.
  demarrage_sans_signature text check (length(demarrage_sans_signature) between 3 and 1000),
  cree_le timestamptz not null,
  version integer not null default 1 check (version > 0), -- un formulaire périmé se refuse
  -- Le dossier : qui le suit, ce qui rend un client « sien ».
  suivi_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, id, session_id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, signataire_id) references tiers.personne (organisme_id, id),
  check (case acheteur when 'personne' then personne_id is not null and entreprise_id is null
                       else entreprise_id is not null and personne_id is null end),
  check (acheteur = 'personne' or not individuel_a_ses_frais),
  check ((signe_le is null) = (signature_moyen is null)),
  check (retracte_le is null or signe_le is not null),
  -- Un dossier signé l'est par quelque chose.
  constraint dossier_piece_signee foreign key (organisme_id, signature_piece_id) references documents.piece (organisme_id, id)
);
comment on column inscriptions.dossier.suivi_par is 'Le compte qui suit ce client : qui l’a ouvert, ou à qui on l’a confié. Nul : personne en particulier.';
create index on inscriptions.dossier (organisme_id, session_id, cree_le, id);
create index on inscriptions.dossier (organisme_id, entreprise_id);
create index on inscriptions.dossier (organisme_id, personne_id);
create index on inscriptions.dossier (organisme_id, suivi_par) where suivi_par is not null;

-- « Aujourd’hui » dit celles des derniers jours.
create index dossier_retracte on inscriptions.dossier (organisme_id, retracte_le) where retracte_le is not null;

-- « Aujourd'hui » ne cherche que ces dossiers-là.
create index dossier_cpf on inscriptions.dossier (organisme_id, session_id) where regime = 'cpf';
grant select, insert, update (acheteur, entreprise_id, personne_id, signataire_id, signataire_qualite, individuel_a_ses_frais,
  circonstance, regime, regime_article, objectif, reference_client, prix_centimes, signe_le, signature_moyen,
  signature_piece_id, debut_anticipe_le, retracte_le, demarrage_sans_signature, version, suivi_par) on inscriptions.dossier to coforme_app;

-- Qui paie quoi.
create table inscriptions.financement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  dossier_id uuid not null,
  inscription_id uuid, -- nul : pour tout le dossier
  rang smallint not null check (rang >= 0),
  payeur_entreprise_id uuid,
  payeur_personne_id uuid,
  dispositif text not null check (dispositif in ('entreprise', 'opco-apprentissage', 'opco-contrat-pro', 'opco-pro-a',
    'transitions-pro', 'cdc-cpf', 'opco-demandeurs-emploi', 'faf-non-salaries', 'opco-plan', 'public-agents', 'europe',
    'etat', 'region', 'france-travail', 'autre-public', 'particulier', 'autre-of', 'autre-formation', 'hors-formation')),
  montant_ht_centimes bigint not null check (montant_ht_centimes > 0),
  subrogation boolean not null default false,
  accord_reference text check (length(accord_reference) <= 100),
  accord_le date,
  minutes integer check (minutes > 0), -- plafond d'heures accordé
  primary key (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, payeur_entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, payeur_personne_id) references tiers.personne (organisme_id, id),
  check ((payeur_entreprise_id is null) <> (payeur_personne_id is null))
);
create index on inscriptions.financement (organisme_id, dossier_id, rang);
create index on inscriptions.financement (organisme_id, payeur_entreprise_id);

-- Le numéro de dossier de la plateforme est la référence de la ligne que le compte paie : il s'apprend souvent après l'ouverture.
grant select, insert, delete, update (accord_reference) on inscriptions.financement to coforme_app;

-- Ce que doit la personne d'un contrat, et quand (L6353-6).
create table inscriptions.echeance (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  dossier_id uuid not null,
  jour date not null,
  montant_centimes bigint not null check (montant_centimes > 0),
  primary key (organisme_id, id),
  unique (organisme_id, dossier_id, jour),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade
);
grant select, insert, delete on inscriptions.echeance to coforme_app;

-- Ce qui est remis au stagiaire avant son inscription définitive (L6353-8), et l'accusé qu'il en donne.
create table inscriptions.remise (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  inscription_id uuid not null,
  genre text not null check (genre in ('information-l6353-8', 'reglement-interieur')),
  remis_le timestamptz not null,
  moyen text not null check (moyen in ('lien', 'courriel', 'main-propre')),
  piece_id uuid,
  accuse_le timestamptz,
  accuse_moyen text check (accuse_moyen in ('lien', 'main-propre')),
  primary key (organisme_id, inscription_id, genre),
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, inscription_id, activite_id) references inscriptions.inscription (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  check ((accuse_le is null) = (accuse_moyen is null))
);
grant select, insert, update (piece_id, accuse_le, accuse_moyen) on inscriptions.remise to coforme_app;

-- Les avis : report, interruption, annulation, dates changées.
-- Une ligne par personne prévenue, en ajout seul : à qui, quoi, quand, et le calendrier que l'avis disait.
create table inscriptions.avis (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  session_id uuid not null,
  inscription_id uuid,
  dossier_id uuid,
  genre text not null check (genre in ('annulation', 'report', 'interruption', 'dates', 'conditions')),
  texte text not null check (length(texte) between 1 and 4000),
  calendrier text not null,
  envoye_le timestamptz not null,
  par uuid default app.personne(),
  personne_id uuid,
  canal text not null default 'courriel' check (canal in ('courriel', 'voix')),
  primary key (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  constraint avis_a_qui check (num_nonnulls(inscription_id, dossier_id, personne_id) = 1)
);
comment on table inscriptions.avis is 'Ce que la coopérative a fait savoir d’un report, d’une interruption, d’une annulation, de dates, d’un lieu ou d’intervenants changés.';
comment on column inscriptions.avis.personne_id is 'Qui anime, ou animait : la fiche. Sinon, l’avis est celui d’une inscription ou d’un client.';
comment on column inscriptions.avis.canal is 'Par courriel, ou de vive voix : alors la coopérative note l’avoir fait.';
comment on column inscriptions.avis.calendrier is 'Les demi-journées dites : un [{date, debut, fin}] canonique ; « [] » si l’avis n’en annonce pas.';
create index avis_session on inscriptions.avis (organisme_id, session_id, envoye_le desc);
grant select, insert on inscriptions.avis to coforme_app;

-- Les clés vers une table née après.
alter table inscriptions.inscription add constraint inscription_dossier foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id);
-- Le dossier est celui de la même session.
alter table inscriptions.inscription add constraint inscription_dossier_session foreign key (organisme_id, dossier_id, session_id) references inscriptions.dossier (organisme_id, id, session_id);
