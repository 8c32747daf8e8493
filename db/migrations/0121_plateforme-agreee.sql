-- La facture électronique part, se suit et se reçoit.
alter table facturation.projet add column code_service text check (length(code_service) between 1 and 100);
alter table facturation.projet alter column code_service set statistics 0;
comment on column facturation.projet.code_service is 'BT-10 : le service de l’acheteur public à qui la facture s’adresse.';
grant update (code_service) on facturation.projet to coforme_app;

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
  echec text check (length(echec) <= 500)
);
grant select, insert, delete, update (nom, flux, annuaire, jeton, client, secret, posee_le, posee_par, lue_jusqua, relevee_le, essayee_le, echec) on facturation.plateforme to coforme_app;

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
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  unique (organisme_id, empreinte),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, charge_id) references facturation.charge (organisme_id, id)
);
create index on facturation.recue (organisme_id, recue_le, id);
create index on facturation.recue (organisme_id, charge_id) where charge_id is not null;
grant select, insert (id, activite_id, empreinte, fichier, nom_fichier, pdf, flux, recue_le, syntaxe, genre, numero, emise_le, echeance, fournisseur, siren, ht_centimes,
  tva_centimes, ttc_centimes, fautes), update (charge_id) on facturation.recue to coforme_app;

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

-- Chaque flux entrant lu, et ce qu’il est devenu : relu, il n’ajoute rien.
create table facturation.flux_lu (
  organisme_id uuid not null default app.organisme(),
  flux text not null check (length(flux) between 1 and 36),
  lu_le timestamptz not null,
  genre text not null check (genre in ('facture', 'statut', 'autre')),
  suite text not null check (length(suite) between 1 and 500),
  ecarte boolean not null default false, -- il ne se lit pas, ou ne parle d’aucune facture d’ici
  primary key (organisme_id, flux)
);
grant select, insert on facturation.flux_lu to coforme_app;

call app.proteger('facturation.plateforme', 'own');
create policy siege_ajouter on facturation.plateforme as restrictive for insert to coforme_app with check ((select app.toutes_activites()));
create policy siege_changer on facturation.plateforme as restrictive for update to coforme_app using ((select app.toutes_activites()));
create policy siege_oter on facturation.plateforme as restrictive for delete to coforme_app using ((select app.toutes_activites()));
call app.fermer_aux_liens('facturation.plateforme');

call app.proteger('facturation.exigence', 'own');
call app.fermer_aux_liens('facturation.exigence');

call app.proteger('facturation.depot', 'own', activite => true);
create policy auteur on facturation.depot as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.depot');

call app.proteger('facturation.recue', 'own', activite => true);
create policy auteur on facturation.recue as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.recue');

call app.proteger('facturation.statut', 'own', activite => true);
create policy auteur on facturation.statut as restrictive for insert to coforme_app with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('facturation.statut');

call app.proteger('facturation.flux_lu', 'own', preuve => true);
call app.fermer_aux_liens('facturation.flux_lu');
