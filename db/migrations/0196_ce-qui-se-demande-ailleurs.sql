-- Ce qu’une coopérative d’activité demande ailleurs (une mission, un bien) attend son visa dans la file, au lieu de se refuser.
set local role coforme_porte;
-- Celles d'aujourd'hui peuvent déjà être posées : seules celles d'avant s'ôtent.
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions(uuid)') and not 'a_viser' = any (p.proargnames)) then
    drop function porte.missions(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.reservations(uuid)') and not 'a_viser' = any (p.proargnames)) then
    drop function porte.reservations(uuid);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.mission add column a_viser boolean not null default false,
  add constraint mission_a_viser check (not a_viser or etat not in ('ferme', 'faite'));
alter table mutualisation.reservation add column a_viser boolean not null default false,
  add constraint reservation_a_viser check (not a_viser or etat <> 'ferme');
grant update (a_viser) on mutualisation.mission to coforme_porte;
grant update (a_viser) on mutualisation.reservation to coforme_porte;
