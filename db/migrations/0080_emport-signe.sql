-- Un emport ne se redate plus : une ligne par feuille montrée, avec le jeton que l'instance a signé. Ceux d'avant n'ont pas de
-- jeton : l'appareil les reprend à son prochain échange.
set local role coforme_maintenance;
delete from emargement.emport;
set local role coforme_owner;
alter table emargement.emport drop constraint emport_pkey,
  add column feuille bytea not null check (length(feuille) = 32),
  add column jeton text not null check (length(jeton) between 2 and 2000),
  add column signature bytea not null check (length(signature) = 64),
  add constraint emport_pkey primary key (organisme_id, appareil_id, seance_id, feuille);
alter table emargement.emport alter column feuille set statistics 0;
alter table emargement.emport alter column jeton set statistics 0;
alter table emargement.emport alter column signature set statistics 0;
revoke update (emporte_le) on emargement.emport from coforme_app;
update app.famille set preuve = true where nom = 'emargement.emport';

create table emargement.passage (
  organisme_id uuid not null default app.organisme(),
  id uuid not null,
  appareil_id uuid not null,
  le timestamptz not null,
  rang integer not null check (rang >= 0),
  tete bytea check (length(tete) = 32),
  ecart_ms bigint not null,
  primary key (organisme_id, id),
  check ((rang = 0) = (tete is null)),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id)
);
create index passage_appareil on emargement.passage (organisme_id, appareil_id, id);
grant select, insert on emargement.passage to coforme_app;
call app.proteger('emargement.passage', 'own', preuve => true);
call app.fermer_aux_liens('emargement.passage');

create table emargement.geste_refuse (
  organisme_id uuid not null default app.organisme(),
  appareil_id uuid not null,
  rang integer not null check (rang > 0),
  empreinte bytea not null check (length(empreinte) = 32),
  precedente bytea check (length(precedente) = 32),
  fait_le timestamptz not null,
  recu_le timestamptz not null,
  code text not null check (length(code) between 1 and 40),
  primary key (organisme_id, appareil_id, rang, empreinte),
  foreign key (organisme_id, appareil_id) references emargement.appareil (organisme_id, id)
);
grant select, insert on emargement.geste_refuse to coforme_app;
call app.proteger('emargement.geste_refuse', 'own', preuve => true);
call app.fermer_aux_liens('emargement.geste_refuse');

alter table emargement.hors_ligne drop constraint hors_ligne_issue_check,
  add constraint hors_ligne_issue_check check (issue in ('retenue', 'doublon', 'hors-fenetre', 'horloge', 'tardive', 'feuille-close',
    'deja-statuee', 'appareil-retire', 'avant-emport', 'emport-tardif', 'rang', 'recul')),
  add column ecart_emport_ms bigint;
