-- Un effacement cherche aussi dans le courrier qui attend, et dit jusqu'à quand reste ce qui ne se corrige pas.
grant select, update on plateforme.courriel to coforme_maintenance;
set local role coforme_porte;
-- Une base plus ancienne vient de recevoir la neuve : elle reste.
do $$
begin
  if exists (select from pg_proc where oid = to_regprocedure('porte.textes_figes()') and not 'depuis' = any (proargnames)) then
    drop function porte.textes_figes();
  end if;
end $$;
