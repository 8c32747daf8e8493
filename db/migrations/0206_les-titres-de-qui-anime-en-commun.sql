-- Qui anime pour la coopérative se nomme avec ses titres : la porte en rend un de plus, et son fichier la repose.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.anime_en_commun(uuid, uuid)') and not 'titres' = any (p.proargnames)) then
    drop function porte.anime_en_commun(uuid, uuid);
  end if;
end $$;
set local role coforme_owner;
