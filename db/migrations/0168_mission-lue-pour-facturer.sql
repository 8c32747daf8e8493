-- La comptabilité de qui envoie lit la mission qu’elle facture ; qui reçoit dit ce que ses feuilles closes font des stagiaires confiés.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions(uuid)') and not 'suivi_minutes' = any (p.proargnames)) then
    drop function porte.missions(uuid);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.mission add column suivi_stagiaires integer check (suivi_stagiaires between 0 and 2000),
  add column suivi_minutes bigint check (suivi_minutes between 0 and 100000000);
grant update (suivi_stagiaires, suivi_minutes) on mutualisation.mission to coforme_porte;
