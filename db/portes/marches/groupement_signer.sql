set local role coforme_porte;

-- Le marché attribué est signé : la composition peut de nouveau bouger (R2142-26).
create or replace function porte.groupement_signer(p_id uuid, p_jour date, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_id = any (porte.mandats()) then return 'refuse'; end if;
  perform from marches.groupement g where g.groupement_id = p_id for update;
  if (select e.contenu ->> 'etat' from marches.ecrit e where e.groupement_id = p_id and e.genre = 'issue' order by e.rang desc limit 1) is distinct from 'attribue' then
    return 'sans-attribution';
  end if;
  update marches.groupement g set signe_le = p_jour
   where g.groupement_id = p_id and g.etat = 'constitue' and p_jour >= (g.limite at time zone g.zone)::date and p_jour <= (p_le at time zone g.zone)::date;
  return case when found then 'signe' else 'jour' end;
end $$;
grant execute on function porte.groupement_signer to coforme_app;
