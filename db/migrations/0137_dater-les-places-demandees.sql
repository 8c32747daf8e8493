-- Une archive remet à qui l’a écrite la place qu’elle a demandée, avec son jour : la porte le rend aussi. Une base qui n’avait pas cette porte
-- l’a déjà reçue, neuve : elle reste.
set local role coforme_maintenance;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.demandes_chiffrees()') and cardinality(p.proallargtypes) = 2) then
    drop function porte.demandes_chiffrees();
  end if;
end $$;
