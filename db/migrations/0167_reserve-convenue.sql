-- Ce que la coopérative et une enseigne mettent de côté ensemble, ou reprennent : proposé par l’équipe d’appui, il ne compte qu’accordé.
create table cae.reserve (
  organisme_id uuid not null default app.organisme(),
  activite_id uuid not null,
  id uuid not null,
  le date not null, -- le jour où elle compte
  montant_centimes bigint not null check (montant_centimes <> 0 and montant_centimes between -100000000000 and 100000000000), -- reprise, elle est négative
  objet text not null check (length(btrim(objet)) between 3 and 300),
  propose_le timestamptz not null default clock_timestamp(),
  propose_par uuid not null default app.personne(),
  accorde_le timestamptz,
  accorde_par uuid,
  retire_le timestamptz, -- retirée par qui la propose, ou refusée par l’enseigne
  retire_par uuid,
  primary key (organisme_id, id),
  foreign key (organisme_id, activite_id) references organisme.activite (organisme_id, id),
  check (accorde_le is null or retire_le is null),
  check ((accorde_le is null) = (accorde_par is null) and (retire_le is null) = (retire_par is null))
);
comment on table cae.reserve is 'La réserve convenue d’une activité : ce qui est mis de côté ou repris, et qui l’a accordé.';
create index reserve_de_l_enseigne on cae.reserve (organisme_id, activite_id, le);
grant select, insert (activite_id, id, le, montant_centimes, objet, propose_le), update (accorde_le, accorde_par, retire_le, retire_par) on cae.reserve to coforme_app;
call app.proteger('cae.reserve', 'own', activite => true);
call app.laisser_lire('cae.reserve', 'organisme_id, id, activite_id, montant_centimes, accorde_le');
create policy propose on cae.reserve as restrictive for insert to coforme_app with check (
  (select app.toutes_activites()) and (select porte.peut_viser()) and propose_par = (select app.personne()));
-- L’enseigne accorde, ou refuse ; l’équipe d’appui retire ce qu’elle a proposé. Ni l’une ni l’autre pour l’autre.
create policy repond on cae.reserve as restrictive for update to coforme_app using (accorde_le is null and retire_le is null) with check (
  case when accorde_le is not null then accorde_par = (select app.personne()) and not (select app.toutes_activites())
    else retire_par = (select app.personne()) end);
create trigger garder_reserve before insert or update on cae.reserve for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_reserve();
call app.fermer_aux_liens('cae.reserve');
