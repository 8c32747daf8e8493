-- L'agenda d'une personne qui intervient, lu par son adresse secrète : on n'en garde que ce qui occupe (début, fin, certain ou non).
-- L'adresse ouvre tout l'agenda : chiffrée, jamais remontrée, effacée quand on arrête de le lire.
create table sessions.agenda (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  personne_id uuid not null,
  nom text not null check (length(nom) between 1 and 100),
  adresse bytea check (octet_length(adresse) between 29 and 4000),
  cree_par uuid not null, cree_le timestamptz not null,
  retire_le timestamptz,
  lu_le timestamptz,                              -- la dernière lecture qui a abouti
  essaye_le timestamptz, echec text check (length(echec) <= 300),
  primary key (organisme_id, id),
  unique (organisme_id, id, activite_id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id),
  foreign key (organisme_id, personne_id, activite_id) references tiers.personne (organisme_id, id, activite_id) on update cascade,
  check ((retire_le is null) = (adresse is not null))
);
create index on sessions.agenda (organisme_id, personne_id);
call app.proteger('sessions.agenda', 'own', activite => true);
call app.fermer_aux_liens('sessions.agenda');
grant select, insert, update (adresse, retire_le, lu_le, essaye_le, echec) on sessions.agenda to coforme_app;
create policy auteur on sessions.agenda as restrictive for insert to coforme_app with check (cree_par = (select app.personne()));

create table sessions.occupe_dehors (
  organisme_id uuid not null default app.organisme(), id uuid not null, activite_id uuid not null,
  agenda_id uuid not null, personne_id uuid not null,
  du timestamptz not null, au timestamptz not null check (au > du),
  genre text not null check (genre in ('occupe', 'incertain')),
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  foreign key (organisme_id, agenda_id) references sessions.agenda (organisme_id, id),
  foreign key (organisme_id, agenda_id, activite_id) references sessions.agenda (organisme_id, id, activite_id) on update cascade,
  foreign key (organisme_id, personne_id) references tiers.personne (organisme_id, id)
);
create index on sessions.occupe_dehors (organisme_id, personne_id, au);
create index on sessions.occupe_dehors (organisme_id, agenda_id);
create index on sessions.occupe_dehors (organisme_id, au);
call app.proteger('sessions.occupe_dehors', 'own', activite => true);
call app.fermer_aux_liens('sessions.occupe_dehors');
grant select, insert, delete on sessions.occupe_dehors to coforme_app;

-- Oublier quelqu’un, c’est aussi ne plus lire son agenda.
set local role coforme_porte;
grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
create function porte.oublier_agendas(p_personnes uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  delete from sessions.occupe_dehors d where d.organisme_id = moi and (d.personne_id = any (p_personnes)
    or d.agenda_id in (select g.id from sessions.agenda g where g.organisme_id = moi and g.personne_id = any (p_personnes)));
  delete from sessions.agenda g where g.organisme_id = moi and g.personne_id = any (p_personnes);
end $$;
comment on function porte.oublier_agendas is 'Cesse de lire les agendas d’une personne, et oublie leurs adresses et leurs heures.';
revoke execute on function porte.oublier_agendas(uuid[]) from public;
grant execute on function porte.oublier_agendas(uuid[]) to coforme_app;
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
