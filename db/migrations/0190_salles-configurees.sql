-- Un bien dit ses configurations, et son barème d’annulation, seuil par seuil. Une réservation garde les siens, tels qu’au jour de la demande.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.biens(uuid)') and 'preavis' = any (p.proargnames)) then
    -- Elle lit la première, et son fichier la repose.
    drop function if exists porte.bien_photos(uuid, uuid);
    drop function porte.biens(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.reservations(uuid)') and 'preavis' = any (p.proargnames)) then
    drop function porte.reservations(uuid);
  end if;
end $$;
drop function if exists porte.bien_preter(uuid, uuid, uuid, text, text, text, text, text, text, bigint, bigint, integer, integer, boolean, integer, integer, boolean, timestamptz);
drop function if exists porte.bien_demander(uuid, uuid, text, timestamptz, timestamptz, timestamptz);
drop function if exists porte.reservation_annuler(uuid, text, timestamptz);
set local role coforme_owner;

alter table mutualisation.bien add column configurations text[] not null default '{}';
alter table mutualisation.bien alter column configurations set statistics 0;
alter table mutualisation.bien add column places_par integer[] not null default '{}';
alter table mutualisation.bien add column seuils_jours integer[] not null default '{}';
alter table mutualisation.bien add column seuils_points integer[] not null default '{}';
alter table mutualisation.reservation add column configuration text not null default '';
alter table mutualisation.reservation alter column configuration set statistics 0;
alter table mutualisation.reservation add column seuils_jours integer[] not null default '{}';
alter table mutualisation.reservation add column seuils_points integer[] not null default '{}';
alter table mutualisation.reservation add column tiers_id uuid;

set local role coforme_maintenance;
-- « 12 en U, 20 en rangs » se lit, si tout s’y lit et que les noms diffèrent ; sinon le texte entier rejoint l’équipement, ou le règlement s’il n’y tient pas.
with dites as (
  select b.organisme_id, b.id, array_agg(trim(x.m[2]) order by x.n) as noms, array_agg(x.m[1]::integer order by x.n) as nombres
    from mutualisation.bien b cross join regexp_matches(b.places, '(\d{1,3})\s+([^,;0-9()]+)', 'g') with ordinality as x (m, n)
   where b.places ~ '^(\s*\d{1,3}\s+[^,;0-9()]+[,;]?)+$' group by b.organisme_id, b.id
), lues as (
  select d.* from dites d where cardinality(d.noms) <= 8 and 1 <= all (d.nombres)
     and cardinality(d.noms) = (select count(distinct lower(u)) filter (where length(u) between 1 and 60) from unnest(d.noms) u)
), tous as (
  select b.organisme_id, b.id, l.noms, l.nombres, l.noms is null and b.places <> '' as a_suivre,
      trim(leading ' ;' from b.equipement || ' ; ' || b.places) as equipement, trim(leading ' ;' from b.reglement || ' ; ' || b.places) as reglement
    from mutualisation.bien b left join lues l on l.organisme_id = b.organisme_id and l.id = b.id
)
update mutualisation.bien b set
    configurations = coalesce(t.noms, '{}'),
    places_par = coalesce(t.nombres, '{}'),
    equipement = case when t.a_suivre and length(t.equipement) <= 500 then t.equipement else b.equipement end,
    reglement = case when t.a_suivre and length(t.equipement) > 500 then left(t.reglement, 1000) else b.reglement end,
    seuils_jours = case when b.preavis_jours > 0 and b.retenue_points > 0 then array[b.preavis_jours] else '{}' end,
    seuils_points = case when b.preavis_jours > 0 and b.retenue_points > 0 then array[b.retenue_points] else '{}' end
  from tous t where t.organisme_id = b.organisme_id and t.id = b.id;
update mutualisation.reservation r set seuils_jours = b.seuils_jours, seuils_points = b.seuils_points from mutualisation.bien b
  where b.organisme_id = r.organisme_id and b.id = r.bien_id;
set local role coforme_owner;

alter table mutualisation.bien drop column places;
alter table mutualisation.bien drop column preavis_jours;
alter table mutualisation.bien drop column retenue_points;
alter table mutualisation.bien add constraint bien_configurations check (cardinality(configurations) = cardinality(places_par) and cardinality(configurations) <= 8
  and array_position(configurations, null) is null and array_position(places_par, null) is null and length(array_to_string(configurations, '')) <= 480
  and 1 <= all (places_par) and 999 >= all (places_par));
alter table mutualisation.bien add constraint bien_seuils check (cardinality(seuils_jours) = cardinality(seuils_points) and cardinality(seuils_jours) <= 5
  and array_position(seuils_jours, null) is null and array_position(seuils_points, null) is null
  and 1 <= all (seuils_jours) and 365 >= all (seuils_jours) and 0 <= all (seuils_points) and 10000 >= all (seuils_points));
alter table mutualisation.reservation add constraint reservation_configuration check (length(configuration) <= 60);
alter table mutualisation.reservation alter column de_organisme_id drop not null;
alter table mutualisation.reservation add constraint reservation_de_qui check ((de_organisme_id is null) = (tiers_id is not null));
call app.lier('mutualisation.reservation', 'reservation_tiers', 'organisme_id, tiers_id', 'tiers.entreprise (organisme_id, id)');
comment on table mutualisation.reservation is 'Une coopérative du pôle réserve un bien d’une autre, ou attend son tour ; ou qui le prête le note pour une structure de son carnet.';
