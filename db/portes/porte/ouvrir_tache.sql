set local role coforme_porte;

-- La plus courte des portes « ouvrir_… » : elle scelle la transaction et rend ce qui est établi, ou aucune ligne (db/README.md).
create or replace function porte.ouvrir_tache(p_organisme uuid, p_portee text)
returns table (organisme uuid, personne uuid, portee text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_organisme is null then return; end if;
  perform porte.sceller(p_organisme, null, p_portee);
  return query select p_organisme, null::uuid, current_setting('app.activites', true);
end $$;
comment on function porte.ouvrir_tache is 'Une tâche de fond ou la ligne de commande. Jamais accordée à coforme_web ni à coforme_app.';
grant execute on function porte.ouvrir_tache to coforme_worker, coforme_migrator;
