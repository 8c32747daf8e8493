-- Long parce que les tables d’un module se lisent d’un trait.

-- L'argent : ce que l'on prépare, ce que l'on émet et qui ne bouge plus, ce qu'un autre outil a émis, ce qui est payé,
-- relancé, rapproché ; les charges, les écritures et le chiffre d'affaires d'un exercice.
create schema facturation;
grant usage on schema facturation to coforme_app, coforme_porte, coforme_maintenance;

-- Ce que disent les factures et que la fiche de l'organisme ne dit pas. Engage toute la coopérative.
create table facturation.reglage (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  iban text check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
  bic text check (bic ~ '^[A-Z0-9]{8}([A-Z0-9]{3})?$'),
  titulaire text not null default '' check (length(titulaire) <= 70),
  rcs text not null default '' check (length(rcs) <= 100), -- « RCS Rennes » ; vide : non immatriculée
  capital text not null default '' check (length(capital) <= 100), -- « à capital variable »
  penalites text not null check (length(penalites) between 5 and 300), -- C. com. L441-10
  escompte text not null check (length(escompte) between 5 and 300),
  debits boolean not null default false, -- option pour le paiement de la TVA d'après les débits
  relance_jours smallint[] not null check (cardinality(relance_jours) = 3 and relance_jours[1] >= 1
    and relance_jours[1] < relance_jours[2] and relance_jours[2] < relance_jours[3]),
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  -- Taux annuel des pénalités, en points de base, pour les compter ; nul : elles ne se comptent pas.
  penalites_points integer check (penalites_points between 1 and 5000)
);
grant select, insert, update on facturation.reglage to coforme_app;

-- Le projet : ce qui se prépare, se vise dans une CAE, et s'émet une fois.
create table facturation.projet (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  genre text not null check (genre in ('facture', 'acompte', 'avoir')),
  session_id uuid,
  dossier_id uuid,
  financement_rang smallint check (financement_rang >= 0), -- la ligne du dossier qu'il facture
  payeur_entreprise_id uuid,
  payeur_personne_id uuid,
  -- D'où vient l'argent : une facture n'en dit qu'une ; les frais et le hors formation sont sur leurs lignes.
  source text check (source in ('entreprise', 'opco-apprentissage', 'opco-contrat-pro', 'opco-pro-a',
    'transitions-pro', 'cdc-cpf', 'opco-demandeurs-emploi', 'faf-non-salaries', 'opco-plan', 'public-agents', 'europe',
    'etat', 'region', 'france-travail', 'autre-public', 'particulier', 'autre-of', 'autre-formation', 'hors-formation')),
  subrogation boolean not null default false, -- pour le compte du client du dossier
  corrige_id uuid, -- la facture qu'un avoir diminue
  motif text check (length(motif) between 3 and 1000), -- pourquoi cet avoir
  periode_du date,
  periode_au date,
  reference text check (length(reference) <= 100), -- bon de commande, numéro de dossier du financeur
  delai_jours smallint not null check (delai_jours between 0 and 60),
  etat text not null default 'ouvert' check (etat in ('ouvert', 'a-viser', 'emis', 'abandonne')),
  version integer not null default 1 check (version > 0),
  cree_le timestamptz not null,
  cree_par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, payeur_entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, payeur_personne_id) references tiers.personne (organisme_id, id),
  check ((payeur_entreprise_id is null) <> (payeur_personne_id is null)),
  check ((genre = 'avoir') = (corrige_id is not null)),
  check (genre <> 'avoir' or motif is not null),
  check ((periode_du is null) = (periode_au is null) and periode_du <= periode_au),
  code_service text check (length(code_service) between 1 and 100),
  a_viser_depuis timestamptz -- quand le visa de cette version a été demandé
);
comment on column facturation.projet.code_service is 'BT-10 : le service de l’acheteur public à qui la facture s’adresse.';
create index on facturation.projet (organisme_id, etat, cree_le, id);
create index on facturation.projet (organisme_id, dossier_id);
grant select, insert, update (source, motif, periode_du, periode_au, reference, code_service, delai_jours, etat, version, a_viser_depuis) on facturation.projet to coforme_app;

create table facturation.projet_ligne (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  projet_id uuid not null,
  rang smallint not null check (rang >= 0),
  -- `formation` : des heures suivies ; `annexe` : repas, hébergement, outils (ligne 11) ; `dedit` : jamais de la formation ;
  -- `hors-formation` : conseil, location ; `acompte` : ce qu'une facture d'acompte demandait, ou ce qu'une facture en déduit.
  nature text not null check (nature in ('formation', 'acompte', 'annexe', 'dedit', 'hors-formation')),
  libelle text not null check (length(libelle) between 1 and 500),
  inscription_id uuid,
  acompte_id uuid, -- la facture d'acompte déduite
  quantite_millemes integer not null check (quantite_millemes > 0),
  unite text not null check (unite in ('heure', 'jour', 'forfait', 'unite', 'stagiaire')),
  prix_centimes bigint not null,
  montant_ht_centimes bigint not null,
  taux_points integer not null check (taux_points between 0 and 2000),
  -- Une ligne vend un service, ou un bien (un livret, un outil) : la facture le dit (CGI, annexe II, 242 nonies A, I, 8° bis). Les lignes d'avant
  -- n'en disaient rien et valaient une prestation : elles le restent. Ni la formation, ni un acompte, ni un dédit ne livrent rien.
  bien boolean not null default false,
  primary key (organisme_id, id),
  unique (organisme_id, projet_id, rang),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, projet_id, activite_id) references facturation.projet (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  constraint projet_ligne_bien check (not bien or nature in ('annexe', 'hors-formation'))
);
grant select, insert, delete on facturation.projet_ligne to coforme_app;

-- Les heures que la ligne facture, personne par personne, en minutes.
create table facturation.projet_heures (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  projet_id uuid not null,
  ligne_id uuid not null,
  inscription_id uuid not null,
  minutes integer not null check (minutes <> 0),
  primary key (organisme_id, ligne_id, inscription_id),
  foreign key (organisme_id, ligne_id) references facturation.projet_ligne (organisme_id, id),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, projet_id, activite_id) references facturation.projet (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id)
);
grant select, insert, delete on facturation.projet_heures to coforme_app;

-- La décision de l'équipe d'appui sur un projet, dans l'état qu'elle a lu. Une preuve.
create table facturation.visa (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  projet_id uuid not null,
  version integer not null check (version > 0),
  decision text not null check (decision in ('accorde', 'refuse')),
  motif text check (length(motif) between 3 and 1000),
  le timestamptz not null,
  par uuid default app.personne(),
  -- Ce que la base pose d’après le projet et qui vise, comme au visa d’une pièce (cae.visa) ; rien d’un visa d’avant les plafonds.
  plafond_id uuid,
  montant_centimes bigint,
  a_deux boolean not null default false,
  supplee_id uuid,
  conditions text not null default '' check (length(conditions) <= 500),
  primary key (organisme_id, id),
  unique (organisme_id, projet_id, version),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, projet_id, activite_id) references facturation.projet (organisme_id, id, activite_id) on update cascade,
  check (decision = 'accorde' or motif is not null),
  constraint visa_enseigne unique (organisme_id, id, activite_id),
  constraint visa_conditions check (decision = 'accorde' or conditions = ''),
  roles text[] -- ceux de qui vise, ce jour-là
);
grant select, insert on facturation.visa to coforme_app;

-- La facture, l'acompte, l'avoir : émis ici et figés, ou enregistrés d'un autre outil.
create table facturation.facture (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  provenance text not null check (provenance in ('emise', 'enregistree')),
  genre text not null check (genre in ('facture', 'acompte', 'avoir')),
  -- « coforme » pour celles d'ici ; « endi », « louty »… pour celles d'ailleurs. Un numéro ne vient qu'une fois d'un outil.
  outil text not null check (outil ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  numero text not null check (length(numero) between 1 and 40),
  piece_id uuid,
  projet_id uuid,
  emise_le date not null,
  echeance date,
  session_id uuid,
  dossier_id uuid,
  financement_rang smallint,
  payeur_entreprise_id uuid,
  payeur_personne_id uuid,
  payeur_nom text not null check (length(payeur_nom) between 1 and 200),
  pli text collate "C" not null check (length(pli) <= 300), -- le nom du payeur, replié : la liste se cherche par son début
  source text check (source in ('entreprise', 'opco-apprentissage', 'opco-contrat-pro', 'opco-pro-a',
    'transitions-pro', 'cdc-cpf', 'opco-demandeurs-emploi', 'faf-non-salaries', 'opco-plan', 'public-agents', 'europe',
    'etat', 'region', 'france-travail', 'autre-public', 'particulier', 'autre-of', 'autre-formation', 'hors-formation')),
  subrogation boolean not null default false,
  corrige_id uuid,
  periode_du date,
  periode_au date,
  -- Signés : un avoir est négatif.
  total_ht_centimes bigint not null,
  total_tva_centimes bigint not null,
  total_ttc_centimes bigint not null,
  enregistree_le timestamptz not null,
  par uuid default app.personne(),
  -- Retirée, une facture d'ailleurs rend son numéro : celle qui le reprend est de rang suivant.
  rang_du_numero smallint not null default 1 check (rang_du_numero > 0),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, outil, numero, rang_du_numero),
  unique (organisme_id, piece_id),
  unique (organisme_id, projet_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  foreign key (organisme_id, dossier_id, activite_id) references inscriptions.dossier (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, payeur_entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, payeur_personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, corrige_id) references facturation.facture (organisme_id, id),
  check ((provenance = 'emise') = (outil = 'coforme')),
  constraint facture_rang_du_numero check (provenance = 'enregistree' or rang_du_numero = 1),
  check ((provenance = 'emise') = (piece_id is not null) and (provenance = 'emise') = (projet_id is not null)),
  check (provenance = 'enregistree' or (payeur_entreprise_id is null) <> (payeur_personne_id is null)),
  check (payeur_entreprise_id is null or payeur_personne_id is null),
  check (genre <> 'avoir' or total_ht_centimes <= 0),
  check (genre = 'avoir' or total_ht_centimes >= 0),
  check (genre <> 'avoir' or provenance = 'enregistree' or corrige_id is not null),
  check (total_ttc_centimes = total_ht_centimes + total_tva_centimes),
  check (echeance is null or echeance >= emise_le),
  check ((periode_du is null) = (periode_au is null) and periode_du <= periode_au)
);
comment on table facturation.facture is 'En ajout seul. Corriger, c’est émettre un avoir ; reclasser, une affectation.';
create index on facturation.facture (organisme_id, emise_le desc, id desc);
create index on facturation.facture (organisme_id, pli);
create index on facturation.facture (organisme_id, dossier_id);
create index on facturation.facture (organisme_id, session_id);
create index on facturation.facture (organisme_id, corrige_id) where corrige_id is not null;
create index on facturation.facture (organisme_id, payeur_entreprise_id);

-- Le compte d'un client se lit par payeur, entreprise ou personne.
create index on facturation.facture (organisme_id, payeur_personne_id) where payeur_personne_id is not null;
grant select, insert on facturation.facture to coforme_app;

create table facturation.ligne (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  facture_id uuid not null,
  rang smallint not null check (rang >= 0),
  nature text not null check (nature in ('formation', 'acompte', 'annexe', 'dedit', 'hors-formation')),
  libelle text not null check (length(libelle) between 1 and 500),
  inscription_id uuid,
  acompte_id uuid,
  quantite_millemes integer not null check (quantite_millemes > 0),
  unite text not null check (unite in ('heure', 'jour', 'forfait', 'unite', 'stagiaire')),
  prix_centimes bigint not null,
  montant_ht_centimes bigint not null,
  taux_points integer not null check (taux_points between 0 and 2000),
  bien boolean not null default false,
  primary key (organisme_id, id),
  unique (organisme_id, facture_id, rang),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id),
  foreign key (organisme_id, acompte_id) references facturation.facture (organisme_id, id),
  constraint ligne_bien check (not bien or nature in ('annexe', 'hors-formation'))
);
comment on column facturation.ligne.bien is 'Vrai : la ligne livre un bien. Faux : une prestation, ou un dédit.';
create index on facturation.ligne (organisme_id, inscription_id) where inscription_id is not null;
create index on facturation.ligne (organisme_id, acompte_id) where acompte_id is not null;
grant select, insert on facturation.ligne to coforme_app;

create table facturation.heures (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  facture_id uuid not null,
  ligne_id uuid not null,
  inscription_id uuid not null,
  minutes integer not null check (minutes <> 0), -- négatives sur un avoir
  primary key (organisme_id, ligne_id, inscription_id),
  foreign key (organisme_id, ligne_id) references facturation.ligne (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, inscription_id) references inscriptions.inscription (organisme_id, id)
);
create index on facturation.heures (organisme_id, inscription_id);
grant select, insert on facturation.heures to coforme_app;

-- Reclasser sans réécrire : la dernière affectation dit l'origine, le dossier et la session. Elle ne touche ni au papier,
-- ni aux montants.
create table facturation.affectation (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  facture_id uuid not null,
  rang integer not null check (rang > 0),
  source text check (source in ('entreprise', 'opco-apprentissage', 'opco-contrat-pro', 'opco-pro-a',
    'transitions-pro', 'cdc-cpf', 'opco-demandeurs-emploi', 'faf-non-salaries', 'opco-plan', 'public-agents', 'europe',
    'etat', 'region', 'france-travail', 'autre-public', 'particulier', 'autre-of', 'autre-formation', 'hors-formation')),
  session_id uuid,
  dossier_id uuid,
  -- Saisie par erreur, ou deux fois : elle ne compte plus. Une facture d'ici ne se retire pas, elle s'annule par un avoir.
  retiree boolean not null default false,
  motif text check (length(motif) between 3 and 1000),
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, facture_id, rang),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, dossier_id) references inscriptions.dossier (organisme_id, id),
  check (not retiree or motif is not null)
);
-- Chaque page d’une session cherche si une affectation la nomme.
create index on facturation.affectation (organisme_id, session_id);
grant select, insert on facturation.affectation to coforme_app;

-- Les règlements, et ce qu'ils soldent.
create table facturation.releve (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  nom_fichier text not null check (length(nom_fichier) between 1 and 200),
  lu_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id)
);
grant select, insert on facturation.releve to coforme_app;

create table facturation.mouvement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  releve_id uuid not null,
  jour date not null,
  montant_centimes bigint not null check (montant_centimes <> 0),
  libelle text not null check (length(libelle) between 1 and 500),
  empreinte bytea not null check (length(empreinte) = 32), -- la ligne du relevé : relu, il n'ajoute rien
  ecarte_le timestamptz, -- ce n'est pas le règlement d'une facture
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, empreinte),
  foreign key (organisme_id, releve_id) references facturation.releve (organisme_id, id),
  foreign key (organisme_id, releve_id, activite_id) references facturation.releve (organisme_id, id, activite_id) on update cascade
);
grant select, insert, update (ecarte_le) on facturation.mouvement to coforme_app;

create table facturation.reglement (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  payeur_entreprise_id uuid,
  payeur_personne_id uuid,
  payeur_nom text not null check (length(payeur_nom) between 1 and 200),
  jour date not null,
  montant_centimes bigint not null check (montant_centimes <> 0), -- négatif : rendu au payeur, ou annulation
  moyen text not null check (moyen in ('virement', 'cheque', 'carte', 'prelevement', 'especes', 'autre')),
  reference text check (length(reference) <= 140),
  mouvement_id uuid, -- la ligne du relevé qui le prouve
  annule_id uuid, -- le règlement saisi par erreur que celui-ci défait
  enregistre_le timestamptz not null,
  par uuid default app.personne(),
  -- Rendre au payeur ce qui, de son versement, n'a payé aucune facture : un règlement négatif, qui nomme celui qu'il rend.
  rend_id uuid,
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, mouvement_id),
  unique (organisme_id, annule_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, payeur_entreprise_id) references tiers.entreprise (organisme_id, id),
  foreign key (organisme_id, payeur_personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, mouvement_id) references facturation.mouvement (organisme_id, id),
  foreign key (organisme_id, annule_id) references facturation.reglement (organisme_id, id),
  check (payeur_entreprise_id is null or payeur_personne_id is null),
  foreign key (organisme_id, rend_id) references facturation.reglement (organisme_id, id),
  check (rend_id is null or (montant_centimes < 0 and annule_id is null))
);
comment on column facturation.reglement.rend_id is 'Le règlement dont celui-ci rend l’avance au payeur : ce qui n’en a payé aucune facture.';
create index on facturation.reglement (organisme_id, payeur_entreprise_id);
create index on facturation.reglement (organisme_id, payeur_personne_id) where payeur_personne_id is not null;
create index on facturation.reglement (organisme_id, rend_id) where rend_id is not null;
grant select, insert on facturation.reglement to coforme_app;

-- Ce qu'un règlement paie de chaque facture ; ce qui n'est pas imputé reste une avance du payeur.
create table facturation.imputation (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  reglement_id uuid not null,
  facture_id uuid not null,
  montant_centimes bigint not null check (montant_centimes <> 0),
  le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  foreign key (organisme_id, reglement_id) references facturation.reglement (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade
);
create index on facturation.imputation (organisme_id, facture_id);
create index on facturation.imputation (organisme_id, reglement_id);
grant select, insert on facturation.imputation to coforme_app;

create table facturation.relance (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  facture_id uuid not null,
  niveau smallint not null check (niveau between 1 and 3),
  destinataire text not null check (length(destinataire) between 3 and 254),
  objet text not null check (length(objet) between 3 and 200),
  texte text not null check (length(texte) between 10 and 4000),
  envoyee_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, facture_id, niveau), -- partie une fois
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade
);
grant select, insert on facturation.relance to coforme_app;

-- Les charges, les écritures, le chiffre d'affaires.
create table facturation.charge (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  jour date not null,
  compte text not null check (compte ~ '^6[0-9]{1,9}$'),
  libelle text not null check (length(libelle) between 1 and 300),
  fournisseur text check (length(fournisseur) between 1 and 200),
  montant_ht_centimes bigint not null check (montant_ht_centimes <> 0),
  formateur boolean not null default false, -- D, « dont salaires des formateurs » : 6411 de qui forme
  prestation_formation boolean not null default false, -- D, « dont achats de prestations » : 604 et 6226 de formation
  -- Ce qui tient à la formation, en points de base : la clé analytique d'une activité mixte (R22).
  part_formation_points integer not null default 10000 check (part_formation_points between 0 and 10000),
  session_id uuid,
  personne_id uuid, -- la session qu'elle coûte ; l'intervenant qu'elle paie
  outil text check (outil ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  numero text check (length(numero) between 1 and 60),
  retiree_le timestamptz,
  retrait_motif text check (length(retrait_motif) between 3 and 1000),
  enregistree_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, outil, numero),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, session_id) references sessions.session (organisme_id, id),
  foreign key (organisme_id, session_id, activite_id) references sessions.session (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  check ((outil is null) = (numero is null)),
  check ((retiree_le is null) = (retrait_motif is null))
);
create index on facturation.charge (organisme_id, jour, id);
create index on facturation.charge (organisme_id, session_id);
grant select, insert, update (retiree_le, retrait_motif) on facturation.charge to coforme_app;

-- Une écriture de la comptabilité, quand elle existe : à elle de dire l'exercice d'un produit. Une erreur se
-- contrepasse.
create table facturation.ecriture (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  jour date not null,
  journal text not null default '' check (length(journal) <= 20),
  compte text not null check (compte ~ '^[1-9][0-9A-Z]{1,19}$'),
  libelle text not null check (length(libelle) between 1 and 300),
  debit_centimes bigint not null default 0 check (debit_centimes >= 0),
  credit_centimes bigint not null default 0 check (credit_centimes >= 0),
  facture_id uuid,
  ligne_id uuid,
  charge_id uuid,
  outil text not null check (outil ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  numero text not null check (length(numero) between 1 and 60),
  enregistree_le timestamptz not null,
  par uuid default app.personne(),
  -- Une écriture a plusieurs lignes sous un même numéro, que chaque journal recommence à chaque exercice.
  rang smallint not null default 1 check (rang > 0),
  primary key (organisme_id, id),
  unique (organisme_id, outil, journal, numero, jour, rang),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, ligne_id) references facturation.ligne (organisme_id, id),
  foreign key (organisme_id, charge_id) references facturation.charge (organisme_id, id),
  check ((debit_centimes = 0) <> (credit_centimes = 0)),
  check (ligne_id is null or facture_id is not null)
);
create index on facturation.ecriture (organisme_id, jour, id);
create index on facturation.ecriture (organisme_id, facture_id) where facture_id is not null;
grant select, insert on facturation.ecriture to coforme_app;

-- Ce que la comptabilité dit d'un exercice entier.
create table facturation.exercice (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  debut date not null,
  fin date not null,
  chiffre_affaires_centimes bigint not null check (chiffre_affaires_centimes >= 0), -- comptes 70, hors taxes
  produits_formation_centimes bigint, -- comptes 70 et 74 de la formation, pour rapprocher (V26)
  version integer not null default 1 check (version > 0),
  modifie_le timestamptz not null,
  modifie_par uuid default app.personne(),
  primary key (organisme_id, debut),
  check (debut < fin)
);
grant select, insert, update on facturation.exercice to coforme_app;

-- Ce qui est parti, à qui, quand le serveur de courrier l'a pris. Le texte est celui que la personne a relu.
create table facturation.envoi (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  facture_id uuid not null,
  destinataire text not null check (length(destinataire) between 3 and 254),
  objet text not null check (length(objet) between 3 and 200),
  texte text not null check (length(texte) between 10 and 4000),
  demande_le timestamptz not null,
  par uuid default app.personne(),
  remis_le timestamptz check (remis_le >= demande_le),
  primary key (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade
);
create index on facturation.envoi (organisme_id, facture_id);
grant select, insert, update (remis_le) on facturation.envoi to coforme_app;

-- Les comptes que la coopérative a choisis ; les autres sont ceux que le code propose.
create table facturation.compte_choisi (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  cle text not null check (cle in ('client', 'avance', 'formation', 'annexe', 'hors-formation', 'remise', 'dedit', 'tva', 'banque',
    'caisse', 'fournisseur', 'personnel', 'constate-d-avance', 'a-etablir')),
  numero text not null check (numero ~ '^[1-7][0-9]{2}[0-9A-Z]{0,9}$'),
  libelle text not null check (length(libelle) between 1 and 100),
  choisi_le timestamptz not null,
  choisi_par uuid default app.personne(),
  primary key (organisme_id, cle)
);
grant select, insert, update on facturation.compte_choisi to coforme_app;

-- Un arrêté des écritures : jusqu'à ce jour, plus rien ne s'y passe. Chacun va plus loin que le précédent.
create table facturation.cloture (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  id uuid not null,
  au date not null,
  arretee_le timestamptz not null,
  par uuid default app.personne(),
  primary key (organisme_id, id),
  unique (organisme_id, au)
);
grant select, insert on facturation.cloture to coforme_app;

-- Ce que la comptabilité a reçu d'un fait, figé avec l'arrêté : une ligne par compte, sous le numéro de l'écriture, continu.
create table facturation.ecriture_passee (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  cloture_id uuid not null,
  numero integer not null check (numero > 0),
  rang smallint not null check (rang >= 0),
  origine text not null check (origine in ('facture', 'reglement', 'charge', 'retrait', 'report', 'reprise')),
  origine_id uuid not null,
  cle text not null default '' check (length(cle) <= 10), -- d'un report et de sa reprise : la fin d'exercice
  journal text not null check (journal in ('ventes', 'achats', 'banque', 'operations-diverses')),
  jour date not null,
  piece text not null check (length(piece) between 1 and 140),
  piece_le date not null,
  session_id uuid,
  compte text not null check (compte ~ '^[1-7][0-9]{2}[0-9A-Z]{0,9}$'),
  compte_libelle text not null check (length(compte_libelle) between 1 and 100),
  auxiliaire text check (length(auxiliaire) between 1 and 20),
  auxiliaire_nom text check (length(auxiliaire_nom) between 1 and 200),
  libelle text not null check (length(libelle) between 1 and 400),
  debit_centimes bigint not null check (debit_centimes >= 0),
  credit_centimes bigint not null check (credit_centimes >= 0),
  validee_le date not null,
  primary key (organisme_id, numero, rang),
  unique (organisme_id, origine, origine_id, cle, rang), -- un fait ne se passe qu'une fois
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, cloture_id) references facturation.cloture (organisme_id, id),
  check ((debit_centimes = 0) <> (credit_centimes = 0)),
  check ((auxiliaire is null) = (auxiliaire_nom is null))
);
create index on facturation.ecriture_passee (organisme_id, jour, numero);
grant select, insert on facturation.ecriture_passee to coforme_app;

-- La facture électronique : où la coopérative dépose et reçoit, ce qui part, ce qui en est dit, ce qui arrive.
-- Le secret ouvre toutes ses factures : chiffré, jamais remontré.
create table facturation.plateforme (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  nom text not null check (length(nom) between 1 and 100),
  flux text not null check (length(flux) between 8 and 300),
  annuaire text check (length(annuaire) between 8 and 300),
  jeton text not null check (length(jeton) between 8 and 300),
  client text not null check (length(client) between 1 and 200),
  secret bytea not null check (octet_length(secret) between 29 and 2000),
  posee_le timestamptz not null,
  posee_par uuid default app.personne(),
  lue_jusqua timestamptz not null, -- ce que la plateforme a changé jusque-là est lu
  relevee_le timestamptz, -- la dernière relève qui a abouti
  essayee_le timestamptz,
  echec text check (length(echec) <= 500),
  appel bytea check (octet_length(appel) = 32) -- l’empreinte de l’adresse secrète que la plateforme appelle
);
grant select, insert, delete, update (nom, flux, annuaire, jeton, client, secret, posee_le, posee_par, lue_jusqua, relevee_le, essayee_le, echec, appel) on facturation.plateforme to coforme_app;

-- Un dossier d’une boîte aux lettres où des fournisseurs envoient leurs factures. Il se lit sans que rien y change ; le mot de passe ouvre tout
-- le courrier de ce compte : chiffré, jamais remontré.
create table facturation.boite (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  hote text not null check (length(hote) between 4 and 253),
  port integer not null check (port between 1 and 65535),
  compte text not null check (length(compte) between 1 and 200),
  secret bytea not null check (octet_length(secret) between 29 and 2000),
  dossier text not null check (length(dossier) between 1 and 200),
  posee_le timestamptz not null,
  posee_par uuid default app.personne(),
  validite bigint, -- la numérotation du dossier (UIDVALIDITY) ; si elle change, il se relit du début
  lue_jusqua bigint not null default 0 check (lue_jusqua >= 0), -- le dernier message lu (UID)
  relevee_le timestamptz, -- la dernière relève qui a abouti
  echec text check (length(echec) <= 500),
  refusee boolean not null default false, -- la boîte refuse ce compte : la relève attend que quelqu’un la redemande, un compte essayé sans fin se bloque
  butees smallint not null default 0 check (butees >= 0) -- les fois où le message qui suit n’a pas pu se lire
);
grant select, insert, delete, update (hote, port, compte, secret, dossier, posee_le, posee_par, validite, lue_jusqua, relevee_le, echec, refusee, butees) on facturation.boite to coforme_app;

-- Chaque message lu, et ce que ses fichiers sont devenus. Ni son objet, ni qui l’envoie ne se gardent : sa date suffit à le retrouver.
create table facturation.courrier_lu (
  organisme_id uuid not null default app.organisme(),
  message text not null check (message ~ '^[0-9a-f]{64}$'), -- l’empreinte de son Message-ID : relu, déplacé ou copié, il n’ajoute rien
  recu_le timestamptz not null,
  lu_le timestamptz not null,
  suite text not null check (length(suite) between 1 and 1000),
  ecarte boolean not null default false, -- rien n’en fut gardé, ou pas tout
  primary key (organisme_id, message)
);
create index on facturation.courrier_lu (organisme_id, lu_le);
grant select, insert on facturation.courrier_lu to coforme_app;

-- Chorus Pro : l’application de la coopérative sur PISTE, et son compte technique. Ses deux secrets sont chiffrés ensemble, jamais remontrés.
create table facturation.chorus (
  organisme_id uuid primary key default app.organisme() references organisme.organisme (organisme_id),
  api text not null check (length(api) between 8 and 300),
  jeton text not null check (length(jeton) between 8 and 300),
  client text not null check (length(client) between 1 and 200),
  compte text not null check (length(compte) between 1 and 200),
  secret bytea not null check (octet_length(secret) between 29 and 2000),
  pose_le timestamptz not null,
  pose_par uuid default app.personne(),
  releve_le timestamptz,
  echec text check (length(echec) <= 500)
);
grant select, insert, delete, update (api, jeton, client, compte, secret, pose_le, pose_par, releve_le, echec) on facturation.chorus to coforme_app;

-- Ce qu’un acheteur public exige sur Chorus Pro : un engagement (BT-13), un code de service (BT-10).
create table facturation.exigence (
  organisme_id uuid not null default app.organisme(),
  entreprise_id uuid not null,
  engagement boolean not null default false,
  service boolean not null default false,
  dite_le timestamptz not null,
  dite_par uuid default app.personne(),
  primary key (organisme_id, entreprise_id),
  foreign key (organisme_id, entreprise_id) references tiers.entreprise (organisme_id, id)
);
grant select, insert, update (engagement, service, dite_le, dite_par) on facturation.exigence to coforme_app;

-- Une facture qui part, une fois : par la plateforme, par Chorus Pro, ou à la main. Son identifiant est celui que la plateforme garde
-- de ce dépôt : sa réponse perdue, il se retrouve.
create table facturation.depot (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  facture_id uuid not null,
  voie text not null check (voie in ('plateforme', 'chorus', 'main')),
  reference text check (length(reference) between 1 and 60), -- le numéro que Chorus Pro rend
  demande_le timestamptz not null,
  par uuid default app.personne(),
  essaye_le timestamptz,
  essais integer not null default 0 check (essais >= 0),
  empreinte text check (empreinte ~ '^[0-9a-f]{64}$'), -- du fichier déposé
  flux text check (length(flux) between 1 and 36),
  depose_le timestamptz,
  prise_le timestamptz, -- ses contrôles passés, la plateforme l’a acceptée
  echec text check (length(echec) <= 500),
  clos_le timestamptz, -- arrêté, ou refusé par la plateforme avant d’y entrer : un autre dépôt peut suivre
  primary key (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade
);
create unique index depot_ouvert on facturation.depot (organisme_id, facture_id) where clos_le is null;
create index on facturation.depot (organisme_id, facture_id);
grant select, insert (id, activite_id, facture_id, voie, reference, demande_le, depose_le),
  update (essaye_le, essais, empreinte, flux, depose_le, prise_le, echec, clos_le) on facturation.depot to coforme_app;

-- Une facture d’un fournisseur, telle que son fichier la dit, et ce qui n’y tient pas. Le fichier se garde ; ce qui ment est mis à part.
create table facturation.recue (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  empreinte text not null check (empreinte ~ '^[0-9a-f]{64}$'), -- déposée deux fois, elle n’y est qu’une
  fichier text not null check (fichier ~ '^[0-9a-f]{64}$'),
  nom_fichier text not null check (length(nom_fichier) between 1 and 200),
  pdf boolean not null,
  flux text check (length(flux) between 1 and 36),
  recue_le timestamptz not null,
  par uuid default app.personne(),
  syntaxe text not null check (syntaxe in ('CII', 'UBL')),
  genre text not null check (length(genre) between 1 and 10), -- BT-3
  numero text not null check (length(numero) between 1 and 60),
  emise_le date,
  echeance date,
  fournisseur text not null check (length(fournisseur) between 1 and 200),
  siren text check (siren ~ '^[0-9]{9}$'),
  ht_centimes bigint not null,
  tva_centimes bigint not null,
  ttc_centimes bigint not null,
  fautes jsonb not null default '[]', -- [{ "id", "message" }] ; vide : elle tient
  charge_id uuid, -- ce qu’elle devient une fois approuvée
  objet_genre text check (objet_genre in ('mission', 'intervention', 'salle')), -- ce qu’elle paie, que la personne a reconnu
  objet_id uuid,
  objet_dit text check (length(objet_dit) between 1 and 300),
  par_boite boolean not null default false, -- venue par la boîte aux lettres : qui l’envoie n’est pas vérifié
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, empreinte),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, charge_id) references facturation.charge (organisme_id, id),
  check (num_nonnulls(objet_genre, objet_id, objet_dit) in (0, 3))
);
create index on facturation.recue (organisme_id, recue_le, id);
create unique index recue_de_la_charge on facturation.recue (organisme_id, charge_id) where charge_id is not null;
grant select, insert (id, activite_id, empreinte, fichier, nom_fichier, pdf, flux, par_boite, recue_le, syntaxe, genre, numero, emise_le, echeance, fournisseur, siren, ht_centimes,
  tva_centimes, ttc_centimes, fautes), update (charge_id, flux, objet_genre, objet_id, objet_dit) on facturation.recue to coforme_app;

-- Ce qu’une partie dit d’une facture, émise ou reçue. `dit` : par la coopérative ; il part alors à la plateforme, une fois.
create table facturation.statut (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  facture_id uuid,
  recue_id uuid,
  code smallint not null check (code between 200 and 299),
  le timestamptz not null, -- ce que dit le message
  appris_le timestamptz not null,
  motif_code text check (length(motif_code) between 1 and 40),
  motif text check (length(motif) between 1 and 500),
  encaisse jsonb not null default '[]', -- [{ "taux" en points de base, "montant" en centimes TTC }]
  dit boolean not null,
  par uuid default app.personne(),
  flux text check (length(flux) between 1 and 36),
  rang smallint not null default 0 check (rang >= 0), -- sa place dans le message
  a_envoyer boolean not null default false,
  essaye_le timestamptz,
  envoye_le timestamptz,
  echec text check (length(echec) <= 500),
  primary key (organisme_id, id),
  foreign key (organisme_id, facture_id) references facturation.facture (organisme_id, id),
  foreign key (organisme_id, facture_id, activite_id) references facturation.facture (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, recue_id) references facturation.recue (organisme_id, id),
  foreign key (organisme_id, recue_id, activite_id) references facturation.recue (organisme_id, id, activite_id) on update cascade,
  check (num_nonnulls(facture_id, recue_id) = 1),
  check (dit or not a_envoyer)
);
create unique index statut_du_flux on facturation.statut (organisme_id, flux, rang) where not dit;
create index on facturation.statut (organisme_id, facture_id);
create index on facturation.statut (organisme_id, recue_id) where recue_id is not null;
create index statut_a_envoyer on facturation.statut (organisme_id) where a_envoyer and envoye_le is null;
grant select, insert (id, activite_id, facture_id, recue_id, code, le, appris_le, motif_code, motif, encaisse, dit, flux, rang, a_envoyer),
  update (flux, essaye_le, envoye_le, echec) on facturation.statut to coforme_app;

-- Chaque flux entrant lu, et ce qu’il est devenu : relu, il n’ajoute rien ; écarté, il peut se relire.
create table facturation.flux_lu (
  organisme_id uuid not null default app.organisme(),
  flux text not null check (length(flux) between 1 and 36),
  lu_le timestamptz not null,
  genre text not null check (genre in ('facture', 'statut', 'autre')),
  suite text not null check (length(suite) between 1 and 500),
  ecarte boolean not null default false, -- il ne se lit pas, ou ne parle d’aucune facture d’ici
  primary key (organisme_id, flux)
);
grant select, insert, update (suite, ecarte) on facturation.flux_lu to coforme_app;
