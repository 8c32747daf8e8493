set local role coforme_porte;

create or replace function porte.retirer_parution(p_pole uuid, p_actualite uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire ses actualités.' using errcode = '42501';
  end if;
  update portail.parution set retiree_le = p_le where pole_id = p_pole and actualite_id = p_actualite and retiree_le is null;
  return found;
end $$;
grant execute on function porte.retirer_parution to coforme_app;
