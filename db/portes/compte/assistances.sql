set local role coforme_porte;

create or replace function porte.assistances()
returns table (id uuid, agent text, motif text, ouverte_le timestamptz, expire_le timestamptz, fermee_le timestamptz, pages text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.est_membre_ici() then return; end if;
  return query select v.id, trim(c.prenom || ' ' || c.nom), v.motif, v.ouverte_le, v.expire_le, v.fermee_le,
      array(select t.chemin from support.trace t where t.session_id = v.id order by t.le limit 500)
    from support.session v join compte.compte c on c.id = v.agent_id
   where v.organisme_id = porte.organisme() order by v.ouverte_le desc limit 100;
end $$;
grant execute on function porte.assistances to coforme_app;
