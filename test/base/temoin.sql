-- Le schéma témoin : une table de chaque famille, une vue, des portes. Posé dans le seul modèle des essais,
-- il éprouve le socle avant que les modules n'arrivent, et sert d'exemple à leurs migrations.

-- La porte des essais : elle croit qui l'appelle. Elle n'existe dans aucune migration.
set local role coforme_porte;
create function porte.ouvrir_essai(p_organisme uuid, p_personne uuid, p_portee text)
returns table (organisme uuid, personne uuid, portee text)
language plpgsql security definer set search_path = '' as $$
begin
  if p_organisme is null then return; end if;
  perform porte.sceller(p_organisme, p_personne, p_portee);
  return query select p_organisme, p_personne, current_setting('app.activites', true);
end $$;
grant execute on function porte.ouvrir_essai(uuid, uuid, text) to coforme_web, coforme_worker;
-- Les essais se tiennent au jour qu'ils veulent, et enfilent des tâches qui ne sont qu'à eux.
alter function porte.taches_des_pages() rename to taches_des_modules;
create function porte.taches_des_pages() returns text[]
language sql immutable security definer set search_path = ''
begin atomic
  select porte.taches_des_modules() || '{essai,essai.voir,essai.jamais,essai.cle,essai.rate,essai.retenue,essai.nuit,essai.longue,essai.apres}'::text[];
end;
set local role coforme_maintenance;
insert into plateforme.horloge_libre default values;
insert into plateforme.demonstration default values;
set local role coforme_owner;

create schema temoin;

-- own, sans enseigne
create table temoin.activite (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  nom text not null,
  primary key (organisme_id, id)
);
call app.proteger('temoin.activite', 'own');
grant select, insert, update, delete on temoin.activite to coforme_app;

-- own, derrière le mur des enseignes, avec des invités qui lisent
create table temoin.invitation (
  organisme_id uuid not null default app.organisme(),
  dossier_id uuid not null,
  personne_id uuid not null,
  primary key (organisme_id, dossier_id, personne_id)
);
call app.proteger('temoin.invitation', 'own');
call app.laisser_lire('temoin.invitation', 'organisme_id, dossier_id, personne_id');
grant select, insert on temoin.invitation to coforme_app;

set local role coforme_porte;
create function porte.temoin_dossiers_invites() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(i.dossier_id), '{}') from temoin.invitation i
   where i.organisme_id = (select porte.organisme()) and i.personne_id = (select porte.personne());
end;
grant execute on function porte.temoin_dossiers_invites() to coforme_app, coforme_owner;
set local role coforme_owner;

create table temoin.dossier (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  titre text not null,
  jour date not null default '2026-01-01',
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references temoin.activite (organisme_id, id)
);
call app.proteger('temoin.dossier', 'own', activite => true,
  invite => 'id = any ((select porte.temoin_dossiers_invites())::uuid[])');
grant select, insert, update, delete on temoin.dossier to coforme_app;

-- L'enfant porte l'enseigne, par une clé qui la suit, à côté de la clé de deux colonnes.
create table temoin.piece (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  dossier_id uuid not null,
  texte text not null,
  primary key (organisme_id, id),
  foreign key (organisme_id, dossier_id) references temoin.dossier (organisme_id, id) on delete cascade,
  foreign key (organisme_id, dossier_id, activite_id) references temoin.dossier (organisme_id, id, activite_id) on update cascade
);
call app.proteger('temoin.piece', 'own', activite => true);
grant select, insert, update, delete on temoin.piece to coforme_app;

-- own, en ajout seul
create table temoin.preuve (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  texte text not null,
  primary key (organisme_id, id)
);
call app.proteger('temoin.preuve', 'own', preuve => true);
grant select, insert on temoin.preuve to coforme_app;

-- publie
create table temoin.offre (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  activite_id uuid not null,
  titre text not null,
  publiee_le timestamptz,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references temoin.activite (organisme_id, id)
);
call app.proteger('temoin.offre', 'publie', publie => 'publiee_le is not null', activite => true);
grant select, insert, update, delete on temoin.offre to coforme_app;

-- shared : une copie datée, remise ; jamais la ligne vivante
create table temoin.fiche_publiee (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  resume text not null,
  primary key (organisme_id, id)
);
call app.proteger('temoin.fiche_publiee', 'own', preuve => true);
grant select, insert on temoin.fiche_publiee to coforme_app;

create table temoin.fiche_remise (
  organisme_id uuid not null,
  de_organisme_id uuid not null default app.organisme(),
  fiche_id uuid not null,
  resume text not null,
  du date not null,
  au date,
  retiree_le timestamptz,
  primary key (organisme_id, de_organisme_id, fiche_id),
  foreign key (de_organisme_id, fiche_id) references temoin.fiche_publiee (organisme_id, id)
);
create index fiche_remise_envoi on temoin.fiche_remise (de_organisme_id, fiche_id);
call app.proteger('temoin.fiche_remise', 'shared');
grant select, insert, update (retiree_le) on temoin.fiche_remise to coforme_app;

-- collective
create table temoin.adhesion (
  organisme_id uuid not null default app.organisme(),
  pole_id uuid not null,
  du date not null,
  au date,
  primary key (organisme_id, pole_id)
);
call app.proteger('temoin.adhesion', 'own');
call app.laisser_lire('temoin.adhesion', 'organisme_id, pole_id, du, au');
grant select on temoin.adhesion to coforme_app;

set local role coforme_porte;
create function porte.temoin_poles() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(a.pole_id), '{}') from temoin.adhesion a
   where a.organisme_id = (select porte.organisme()) and a.du <= current_date and (a.au is null or a.au >= current_date);
end;
grant execute on function porte.temoin_poles() to coforme_app, coforme_owner;
set local role coforme_owner;

create table temoin.reunion (
  pole_id uuid not null,
  id uuid not null,
  organisme_id uuid not null default app.organisme(),
  sujet text not null,
  primary key (pole_id, id)
);
call app.proteger('temoin.reunion', 'collective', cle => 'pole_id', porte => 'porte.temoin_poles()');
grant select, insert, update, delete on temoin.reunion to coforme_app;

-- porte : aucun droit pour l'application
create table temoin.compte (id uuid primary key, courriel text not null unique, empreinte bytea not null unique);
call app.proteger('temoin.compte', 'porte');
grant select on temoin.compte to coforme_porte;

set local role coforme_porte;
create function porte.temoin_compte(p_empreinte bytea) returns uuid
language sql stable security definer set search_path = ''
begin atomic select c.id from temoin.compte c where c.empreinte = p_empreinte; end;
grant execute on function porte.temoin_compte(bytea) to coforme_app;
set local role coforme_owner;

-- public
create table temoin.commune (code text primary key, nom text not null);
call app.proteger('temoin.commune', 'public');

create view temoin.dossier_et_pieces with (security_invoker = true) as
  select d.organisme_id, d.id, d.activite_id, d.titre, count(p.id) as pieces
    from temoin.dossier d
    left join temoin.piece p on p.organisme_id = d.organisme_id and p.dossier_id = d.id
   group by d.organisme_id, d.id, d.activite_id, d.titre;
grant select on temoin.dossier_et_pieces to coforme_app;

create function temoin.titres() returns setof text language sql stable
begin atomic select titre from temoin.dossier; end;
grant execute on function temoin.titres() to coforme_app;
