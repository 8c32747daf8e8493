-- Les plafonds de visa : ce qu’une personne vise seule, tenu par la base.
-- Ce qu’une personne vise seule : par genre de pièce, jusqu’à un montant hors taxes, entre deux dates. Il ne se corrige
-- pas : il se révoque, et un autre est donné.
create table cae.plafond (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  compte_id uuid not null,
  -- « soi » : ses propres pièces, qu’elle vise sans attendre. « autres » : ce que borne qui vise pour l’équipe d’appui.
  pour text not null check (pour in ('soi', 'autres')),
  genre text not null check (genre ~ '^[a-z-]{3,40}$'),
  plafond_centimes bigint not null check (plafond_centimes between 0 and 100000000000),
  cumul_mensuel_centimes bigint check (cumul_mensuel_centimes between plafond_centimes and 100000000000),
  du date not null,
  au date,
  donne_le timestamptz not null default clock_timestamp(),
  donne_par uuid not null default app.personne(),
  revoque_le timestamptz,
  revoque_par uuid,
  primary key (organisme_id, id),
  check (au is null or du <= au),
  check (donne_par <> compte_id), -- personne ne se donne un plafond
  check ((revoque_le is null) = (revoque_par is null)),
  constraint plafond_sans_chevauchement exclude using gist
    (organisme_id with =, compte_id with =, pour with =, genre with =, daterange(du, au, '[]') with &&) where (revoque_le is null)
);
comment on table cae.plafond is 'Jusqu’où une personne vise seule, par genre de pièce et par dates ; donné par une autre.';
grant select, insert (id, compte_id, pour, genre, plafond_centimes, cumul_mensuel_centimes, du, au),
  update (revoque_le, revoque_par) on cae.plafond to coforme_app;

alter table cae.visa add column plafond_id uuid, add column montant_centimes bigint, add column lot_id uuid;
call app.lier('cae.visa', 'visa_plafond', 'organisme_id, plafond_id', 'cae.plafond (organisme_id, id)');
create index visa_du_plafond on cae.visa (organisme_id, plafond_id, decide_le) where plafond_id is not null;
-- Qui a ouvert une pièce avant de la viser : un lot ne vise que ce que la personne a ouvert.
create table cae.ouverture (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  piece_id uuid not null,
  compte_id uuid not null default app.personne(),
  le timestamptz not null default clock_timestamp(),
  primary key (organisme_id, piece_id, compte_id),
  foreign key (organisme_id, piece_id) references documents.piece (organisme_id, id),
  foreign key (organisme_id, piece_id, activite_id) references documents.piece (organisme_id, id, activite_id) on update cascade
);
comment on table cae.ouverture is 'Une personne a ouvert une pièce qui attend un visa, et quand.';
grant select, insert (activite_id, piece_id) on cae.ouverture to coforme_app;
alter policy vise on cae.visa with check ((select porte.peut_viser()) or plafond_id is not null);
call app.proteger('cae.plafond', 'own');
call app.laisser_lire('cae.plafond', 'organisme_id, id, compte_id, pour, genre, plafond_centimes, cumul_mensuel_centimes, du, au, revoque_le');
-- L’équipe d’appui laisse chacune et chacun viser ses pièces ; elle-même n’est bornée que par la direction.
create policy donne on cae.plafond as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and case pour when 'soi' then (select porte.peut_viser()) else (select porte.dirige()) end);
create policy revoque on cae.plafond as restrictive for update to coforme_app using (
  (select app.toutes_activites()) and compte_id <> (select app.personne()) and revoque_le is null
  and case pour when 'soi' then (select porte.peut_viser()) else (select porte.dirige()) end)
  with check (revoque_le is not null and revoque_par = (select app.personne()));
call app.fermer_aux_liens('cae.plafond');
call app.proteger('cae.ouverture', 'own', activite => true, preuve => true);
create policy auteur on cae.ouverture as restrictive for insert to coforme_app with check (compte_id = (select app.personne()));
call app.fermer_aux_liens('cae.ouverture');
call app.laisser_lire('cae.visa', 'organisme_id, plafond_id, montant_centimes, decide_le');
call app.laisser_lire('documents.piece', 'activite_id, donnees, emise_par');
create trigger garder_plafond before insert on cae.visa for each row execute function porte.garder_plafond();
