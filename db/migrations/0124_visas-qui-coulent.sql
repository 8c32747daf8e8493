-- Les visas : factures et avoirs sous les mêmes plafonds, conditions, second visa au-dessus d’un montant, suppléance.
set local role coforme_porte;
drop function if exists porte.visa_permis(uuid);
set local role coforme_owner;
alter table cae.visa
  add column conditions text not null default '' check (length(conditions) <= 500),
  add column a_deux boolean not null default false,
  add column supplee_id uuid,
  add check (decision = 'accorde' or conditions = '');
alter table cae.visa alter column conditions set statistics 0;
alter table facturation.projet add column a_viser_depuis timestamptz;
grant update (a_viser_depuis) on facturation.projet to coforme_app;
alter table facturation.visa
  add column plafond_id uuid,
  add column montant_centimes bigint,
  add column a_deux boolean not null default false,
  add column supplee_id uuid,
  add column conditions text not null default '' check (length(conditions) <= 500),
  add constraint visa_enseigne unique (organisme_id, id, activite_id),
  add constraint visa_conditions check (decision = 'accorde' or conditions = '');
alter table facturation.visa alter column conditions set statistics 0;
-- Une personne qui vise s’absente : une autre vise à sa place, entre deux dates, sous ses plafonds.
create table cae.absence (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  compte_id uuid not null,
  suppleant_id uuid not null,
  du date not null,
  au date not null,
  posee_le timestamptz not null default clock_timestamp(),
  posee_par uuid not null default app.personne(),
  revoquee_le timestamptz,
  revoquee_par uuid,
  primary key (organisme_id, id),
  check (compte_id <> suppleant_id),
  check (du <= au),
  check ((revoquee_le is null) = (revoquee_par is null)),
  constraint absence_sans_chevauchement exclude using gist
    (organisme_id with =, compte_id with =, daterange(du, au, '[]') with &&) where (revoquee_le is null)
);
comment on table cae.absence is 'Qui vise à la place de qui, et de quand à quand.';
grant select, insert (id, compte_id, suppleant_id, du, au), update (revoquee_le, revoquee_par) on cae.absence to coforme_app;

-- Au-dessus de ce montant hors taxes, deux personnes visent ; sans ligne, une suffit.
create table cae.seuil (
  organisme_id uuid not null default app.organisme() references organisme.organisme (organisme_id),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  montant_centimes bigint not null check (montant_centimes between 0 and 100000000000),
  pose_le timestamptz not null default clock_timestamp(),
  pose_par uuid not null default app.personne(),
  primary key (organisme_id, genre)
);
comment on table cae.seuil is 'Par genre de pièce, le montant au-dessus duquel deux personnes visent.';
grant select, insert (genre, montant_centimes), update (montant_centimes, pose_le, pose_par), delete on cae.seuil to coforme_app;

-- Ce qui suit un visa accordé : le second, d’une autre personne, ou son refus ; la levée de ses conditions. Une preuve.
create table cae.suite_de_visa (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  piece_id uuid,
  visa_facture_id uuid,
  genre text not null check (genre in ('second', 'refus', 'levee')),
  note text not null default '' check (length(note) <= 500), -- pourquoi la seconde personne refuse, ou comment la condition est remplie
  le timestamptz not null,
  par uuid default app.personne(),
  supplee_id uuid, -- la personne absente au nom de qui
  primary key (organisme_id, id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, visa_facture_id) references facturation.visa (organisme_id, id),
  foreign key (organisme_id, visa_facture_id, activite_id) references facturation.visa (organisme_id, id, activite_id) on update cascade,
  check ((piece_id is null) <> (visa_facture_id is null)),
  check (genre = 'second' or length(btrim(note)) >= 3)
);
comment on table cae.suite_de_visa is 'Le second visa d’une pièce ou son refus, et la levée des conditions d’un visa.';
create unique index suite_de_la_piece on cae.suite_de_visa (organisme_id, piece_id, genre) where piece_id is not null;
create unique index suite_de_la_facture on cae.suite_de_visa (organisme_id, visa_facture_id, genre) where visa_facture_id is not null;
grant select, insert (activite_id, id, piece_id, visa_facture_id, genre, note, le) on cae.suite_de_visa to coforme_app;

-- Qui a ouvert un projet de facture avant de le viser, et dans quelle version.
create table cae.ouverture_de_projet (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  projet_id uuid not null,
  version integer not null,
  compte_id uuid not null default app.personne(),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, projet_id, compte_id, version),
  foreign key (organisme_id, projet_id) references facturation.projet (organisme_id, id),
  foreign key (organisme_id, projet_id, activite_id) references facturation.projet (organisme_id, id, activite_id) on update cascade
);
comment on table cae.ouverture_de_projet is 'Une personne a ouvert un projet de facture qui attend un visa, dans quelle version, et quand.';
grant select, insert (activite_id, projet_id, version) on cae.ouverture_de_projet to coforme_app;
call app.proteger('cae.absence', 'own');
call app.laisser_lire('cae.absence', 'organisme_id, compte_id, suppleant_id, du, au, revoquee_le');
-- La personne le dit d’elle-même, ou la direction d’une autre ; le suppléant ne se nomme pas, et lit toutes les enseignes.
create policy pose on cae.absence as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and suppleant_id <> (select app.personne())
  and (compte_id = (select app.personne()) or (select porte.dirige())) and compte_id = any ((select porte.peuvent_etre_supplees())::uuid[])
  and suppleant_id = any ((select porte.peuvent_suppleer())::uuid[]));
create policy revoque on cae.absence as restrictive for update to coforme_app
  using (revoquee_le is null and (compte_id = (select app.personne()) or (select porte.dirige())))
  with check (revoquee_le is not null and revoquee_par = (select app.personne()));
call app.fermer_aux_liens('cae.absence');
call app.proteger('cae.seuil', 'own');
call app.laisser_lire('cae.seuil', 'organisme_id, genre, montant_centimes');
create policy pose on cae.seuil as restrictive for insert to coforme_app with check ((select app.toutes_activites()) and (select porte.dirige()));
create policy change on cae.seuil as restrictive for update to coforme_app
  using ((select app.toutes_activites()) and (select porte.dirige())) with check (pose_par = (select app.personne()));
create policy ote on cae.seuil as restrictive for delete to coforme_app using ((select app.toutes_activites()) and (select porte.dirige()));
call app.fermer_aux_liens('cae.seuil');
call app.proteger('cae.suite_de_visa', 'own', activite => true, preuve => true);
call app.laisser_lire('cae.suite_de_visa', 'organisme_id, id, piece_id, visa_facture_id, genre, note');
create policy auteur on cae.suite_de_visa as restrictive for insert to coforme_app with check (par is not null and par = (select app.personne()));
create trigger garder_suite_de_visa before insert on cae.suite_de_visa for each row execute function porte.garder_suite_de_visa();
call app.fermer_aux_liens('cae.suite_de_visa');
call app.proteger('cae.ouverture_de_projet', 'own', activite => true, preuve => true);
create policy auteur on cae.ouverture_de_projet as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
call app.fermer_aux_liens('cae.ouverture_de_projet');
call app.laisser_lire('cae.visa', 'organisme_id, piece_id, decision, par, a_deux, conditions');
call app.laisser_lire('facturation.visa', 'organisme_id, id, projet_id, version, decision, par, le, plafond_id, montant_centimes, a_deux, conditions, motif');
call app.laisser_lire('facturation.projet', 'organisme_id, id, activite_id, genre, etat, version, cree_par');
call app.laisser_lire('facturation.projet_ligne', 'organisme_id, projet_id, montant_ht_centimes');
drop policy vise on cae.visa;
create policy vise on cae.visa as restrictive for insert to coforme_app with check ((select porte.peut_viser()) or plafond_id is not null or supplee_id is not null);
drop policy vise on facturation.visa;
create policy vise on facturation.visa as restrictive for insert to coforme_app
  with check ((select porte.peut_viser()) or plafond_id is not null or supplee_id is not null);
create trigger garder_visa_de_facture before insert on facturation.visa for each row execute function porte.garder_visa_de_facture();
drop policy vise on facturation.facture;
drop policy visa on documents.demande;
drop policy visa on documents.signature;
create trigger exiger_visa before insert on documents.demande for each row when (current_user <> 'coforme_maintenance') execute function porte.exiger_visa();
create trigger exiger_visa before insert on documents.signature for each row when (current_user <> 'coforme_maintenance') execute function porte.exiger_visa();
