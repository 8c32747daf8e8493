-- La fiche d’un bien prêté se corrige : une demande dit celle qu’elle a lue, et garde les places de sa configuration. Une session planifiée d’une réservation
-- s’en souvient.
set local role coforme_porte;
drop function if exists porte.bien_demander(uuid, uuid, text, text, timestamptz, timestamptz, timestamptz);
drop function if exists porte.biens_demander(uuid[], uuid[], text, text[], timestamptz[], timestamptz[], timestamptz);
drop function if exists porte.bien_reserver_pour_un_tiers(uuid, uuid, uuid, text, text, timestamptz, timestamptz, timestamptz);
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.biens(uuid)') and not 'version' = any (p.proargnames)) then
    -- Elle lit la première, et son fichier la repose.
    drop function if exists porte.bien_photos(uuid, uuid);
    drop function porte.biens(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.reservations(uuid)') and not 'adresse' = any (p.proargnames)) then
    drop function porte.reservations(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.lieux_a_classer(integer)') and not 'liee' = any (p.proargnames)) then
    drop function porte.lieux_a_classer(integer);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.bien add column version integer not null default 1;
grant update (configurations, places_par, seuils_jours, seuils_points, version) on mutualisation.bien to coforme_porte;
alter table mutualisation.reservation add column sessions_prevues uuid[] not null default '{}', add column option_depuis timestamptz;
grant update (sessions_prevues, option_depuis) on mutualisation.reservation to coforme_porte;
alter table mutualisation.reservation add column places integer check (places between 1 and 999), add column adresse_lue text not null default '';
alter table mutualisation.reservation alter column adresse_lue set statistics 0;
set local role coforme_maintenance;
update mutualisation.reservation r set adresse_lue = b.adresse from mutualisation.bien b where b.organisme_id = r.organisme_id and b.id = r.bien_id;
update mutualisation.reservation r set places = b.places_par[array_position(b.configurations, r.configuration)]
  from mutualisation.bien b where b.organisme_id = r.organisme_id and b.id = r.bien_id and r.configuration <> '';
set local role coforme_owner;
