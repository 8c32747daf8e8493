-- Arrêter les écritures : les comptes choisis, les arrêtés, et ce qui fut passé.
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
  cle text not null default '' check (length(cle) <= 10), -- d'un report et de sa reprise : la fin d'exercice
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

call app.proteger('facturation.compte_choisi', 'own');
create policy siege_ajouter on facturation.compte_choisi as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.compte_choisi as restrictive for update to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.compte_choisi');

-- La coopérative entière arrête ses écritures : une enseigne lit les siennes.
call app.proteger('facturation.cloture', 'own', preuve => true);
create policy auteur on facturation.cloture as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
create policy siege_ajouter on facturation.cloture as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.cloture');

call app.proteger('facturation.ecriture_passee', 'own', activite => true, preuve => true);
create policy siege_ajouter on facturation.ecriture_passee as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.ecriture_passee');
