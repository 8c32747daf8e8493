set local role coforme_porte;

-- Le compte de ce courriel. Lit toujours autant de lignes par autant de parcours : les compteurs de PostgreSQL
-- (pg_stat_xact_…), que tous lisent, diraient sinon qui a un compte.
create or replace function porte.compte_de(p_courriel text) returns compte.compte
language plpgsql stable security definer set search_path = '' as $$
declare c compte.compte; x compte.compte; v text := lower(coalesce(p_courriel, ''));
begin
  select * into x from compte.compte order by courriel desc limit 1;
  select * into c from compte.compte where courriel <= v order by courriel desc limit 1;
  select * into x from compte.compte where courriel > case when c.id is null then v else x.courriel end order by courriel limit 1;
  if c.courriel = v then return c; end if;
  return null;
end $$;
-- Quels que soient les réglages de qui appelle : les mêmes lignes, par le même chemin, et rien d'imprimé.
alter function porte.compte_de
  set enable_indexscan = on set enable_seqscan = off set enable_bitmapscan = off set enable_indexonlyscan = off
  set enable_sort = off set enable_incremental_sort = off set plan_cache_mode = force_generic_plan
  set max_parallel_workers_per_gather = 0 set jit = off set debug_print_parse = off set debug_print_rewritten = off
  set debug_print_plan = off;
