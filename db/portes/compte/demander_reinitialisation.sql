set local role coforme_porte;

-- Toujours la même réponse et toujours une tâche : pour une adresse sans compte, elle ne trouvera personne.
create or replace function porte.demander_reinitialisation(p_courriel text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare c compte.compte := porte.compte_de(p_courriel);
begin
  perform porte.enfiler('comptes.envoyer-reinitialisation', jsonb_build_object(
    'compte', case when c.id is null or c.ferme_le is not null then gen_random_uuid() else c.id end, 'demande', gen_random_uuid()),
    'reinitialisation:' || encode(porte.hacher('courriel|' || lower(p_courriel)), 'hex'), null);
end $$;
-- Quels que soient les réglages de qui appelle : les mêmes lignes, par le même chemin, et rien d'imprimé.
alter function porte.demander_reinitialisation
  set enable_indexscan = on set enable_seqscan = off set enable_bitmapscan = off set enable_indexonlyscan = off
  set enable_sort = off set enable_incremental_sort = off set plan_cache_mode = force_generic_plan
  set max_parallel_workers_per_gather = 0 set jit = off set debug_print_parse = off set debug_print_rewritten = off
  set debug_print_plan = off;
grant execute on function porte.demander_reinitialisation to coforme_app;
