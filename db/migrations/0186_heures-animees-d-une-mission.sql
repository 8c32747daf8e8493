-- Ce qu’une mission donne au bilan de qui envoie : les minutes animées, par quel compte et à quel titre.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions_donnees(date, date)') and not 'animees' = any (p.proargnames)) then
    drop function porte.missions_donnees(date, date);
  end if;
end $$;
