-- L’accord des responsables conjoints, le retour écrit sur une mission, et le groupement d’employeurs.
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
  primary key (organisme_id, pole_id, rang)
);
comment on table mutualisation.accord_signe is 'La direction d’une coopérative accepte une version de l’accord des responsables conjoints.';
create index on mutualisation.accord_signe (pole_id);
grant select, insert on mutualisation.accord_signe to coforme_porte;

-- Le retour écrit sur une mission faite : de qui a reçu, à la personne, qui y répond, le partage ou non. Douze mois, puis il s’efface.
create table mutualisation.retour (
  organisme_id uuid not null, -- qui a reçu, et l’écrit
  id uuid not null,
  mission_organisme_id uuid not null,
  mission_id uuid not null,
  compte_id uuid not null,
  texte text not null check (length(texte) between 10 and 2000),
  ecrit_le timestamptz not null,
  ecrit_par uuid not null,
  reponse text not null default '' check (length(reponse) <= 2000),
  repondu_le timestamptz,
  partage_le timestamptz,
  primary key (organisme_id, id),
  unique (organisme_id, mission_id),
  foreign key (mission_organisme_id, mission_id) references mutualisation.mission (organisme_id, id) on delete cascade,
  check ((reponse = '') = (repondu_le is null))
);
comment on table mutualisation.retour is 'Ce qu’une coopérative écrit à une personne d’une mission faite ; elle y répond.';
create index on mutualisation.retour (mission_organisme_id, mission_id);
create index on mutualisation.retour (compte_id);
create index on mutualisation.retour (ecrit_le);
grant select, insert, update (reponse, repondu_le, partage_le), delete on mutualisation.retour to coforme_porte;
call app.proteger('mutualisation.accord_conjoint', 'porte');
call app.proteger('mutualisation.accord_signe', 'porte');
call app.proteger('mutualisation.retour', 'porte');
-- Le groupement d’employeurs : une autre forme de ce que des coopératives portent ensemble.
alter table mutualisation.regle_commune add column forme text not null default 'organisme' check (forme in ('organisme', 'groupement'));
alter table mutualisation.regle_commune alter column forme set statistics 0;
set local role coforme_porte;
drop function if exists porte.commun_regler(text, timestamptz);
-- Celle d'aujourd'hui peut déjà être posée : seule celle d'avant s'ôte.
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.regle_du_commun()') and not 'forme' = any (p.proargnames)) then
    drop function porte.regle_du_commun();
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.communs()') and not 'forme' = any (p.proargnames)) then
    drop function porte.communs();
  end if;
end $$;
set local role coforme_owner;
