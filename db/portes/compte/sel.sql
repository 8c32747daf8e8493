set local role coforme_porte;

create or replace function porte.sel(p_courriel text, out sel bytea, out parametres text)
language plpgsql stable security definer set search_path = '' as $$
declare c compte.compte := porte.compte_de(p_courriel); faux bytea := porte.faux_sel(p_courriel);
begin
  sel := coalesce(c.sel, faux);
  parametres := c.parametres;
  parametres := coalesce(parametres, 'argon2id m=19456 t=2 p=1');
end $$;
-- Quels que soient les réglages de qui appelle : les mêmes lignes, par le même chemin, et rien d'imprimé.
alter function porte.sel
  set enable_indexscan = on set enable_seqscan = off set enable_bitmapscan = off set enable_indexonlyscan = off
  set enable_sort = off set enable_incremental_sort = off set plan_cache_mode = force_generic_plan
  set max_parallel_workers_per_gather = 0 set jit = off set debug_print_parse = off set debug_print_rewritten = off
  set debug_print_plan = off;
comment on function porte.sel is 'Le sel d’un courriel ; fabriqué, toujours le même, pour un courriel sans mot de passe.';
grant execute on function porte.sel to coforme_app;
