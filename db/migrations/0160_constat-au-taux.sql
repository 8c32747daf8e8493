-- Le constat dit le taux de TVA, et d’un prêt ce que coûte la personne.
set local role coforme_porte;
do $$ begin
  drop function if exists porte.mission_constater(uuid, integer, bigint, timestamptz);
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions(uuid)') and not 'fait_cout' = any (p.proargnames)) then
    drop function porte.missions(uuid);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.mission add column fait_taux integer check (fait_taux between 0 and 2000), add column fait_cout bigint[] check (cardinality(fait_cout) = 3);
grant update (fait_taux, fait_cout) on mutualisation.mission to coforme_porte;
