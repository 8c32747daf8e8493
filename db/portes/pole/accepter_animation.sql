set local role coforme_porte;

-- Elle l’accepte, et anime ; ou la refuse, et rien ne change. Faux : rien ne lui est confié.
create or replace function porte.accepter_animation(p_pole uuid, p_oui boolean, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if p_oui then
    update pole.mandat set attend = false, du = p_le where pole_id = p_pole and organisme_id = porte.organisme()
      and compte_id = porte.personne() and role = 'animation' and attend;
  else
    delete from pole.mandat where pole_id = p_pole and organisme_id = porte.organisme()
      and compte_id = porte.personne() and role = 'animation' and attend;
  end if;
  return found;
end $$;
grant execute on function porte.accepter_animation to coforme_app;
