set local role coforme_porte;

create or replace function porte.connecter(p_courriel text, p_derivee bytea, p_jeton bytea, p_agent text, p_retenue boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare c compte.compte; o uuid; a record; e text;
begin
  perform porte.present();
  c := porte.compte_de(p_courriel);
  if c.ferme_le is not null or c.derivee is null or c.derivee is distinct from sha256(p_derivee) then return null; end if;
  delete from compte.session where compte_id = c.id and (expire_le < now() or vue_le < now() - porte.inactivite(retenue) or etat = 'revoquee');
  -- Vingt ensemble au plus, les dernières vues : dix-neuf, et celle-ci. Une ouverte ne cède sa place à aucune qui attend son second facteur :
  -- un mot de passe volé, sans le téléphone, ne déconnecte pas sa personne.
  delete from compte.session x where x.compte_id = c.id and x.id in (select y.id from compte.session y
    where y.compte_id = c.id and y.assistance_id is null order by (y.etat = 'ouverte') desc, y.vue_le desc offset 19);
  -- L'organisme de la dernière session, sinon le seul ; à choisir quand il y en a plusieurs.
  select s.organisme_id into o from compte.session s join compte.adhesion d on d.organisme_id = s.organisme_id
     and d.compte_id = c.id and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui())
   where s.compte_id = c.id order by s.vue_le desc limit 1;
  if o is null then
    select case when count(*) = 1 then min(d.organisme_id::text)::uuid end into o from compte.adhesion d
     where d.compte_id = c.id and d.acceptee_le is not null and d.du <= porte.aujourd_hui() and (d.au is null or d.au >= porte.aujourd_hui());
  end if;
  select d.toutes, d.activites into a from compte.adhesion d where d.compte_id = c.id and d.organisme_id = o;
  e := case when c.totp_le is null then 'ouverte' else 'second-facteur' end;
  insert into compte.session (jeton, compte_id, organisme_id, activite_id, etat, expire_le, agent, retenue)
  values (p_jeton, c.id, o, case when not a.toutes and cardinality(a.activites) = 1 then a.activites[1] end, e,
    -- Permis : le temps de donner le second facteur.
    now() + case e when 'ouverte' then porte.duree(p_retenue) else interval '10 minutes' end, left(coalesce(p_agent, ''), 200), p_retenue);
  return e;
end $$;
-- Quels que soient les réglages de qui appelle : les mêmes lignes, par le même chemin, et rien d'imprimé.
alter function porte.connecter
  set enable_indexscan = on set enable_seqscan = off set enable_bitmapscan = off set enable_indexonlyscan = off
  set enable_sort = off set enable_incremental_sort = off set plan_cache_mode = force_generic_plan
  set max_parallel_workers_per_gather = 0 set jit = off set debug_print_parse = off set debug_print_rewritten = off
  set debug_print_plan = off;
comment on function porte.connecter is '« ouverte », « second-facteur », ou null : jamais pourquoi.';
grant execute on function porte.connecter to coforme_app;
