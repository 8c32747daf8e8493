set local role coforme_porte;

create or replace function porte.peser_cooperative(p_pole uuid, p_organisme uuid, p_poids integer) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle y reporte les poids des statuts.' using errcode = '42501';
  end if;
  update pole.adhesion set poids = p_poids where pole_id = p_pole and organisme_id = p_organisme and etat = 'active';
  return found;
end $$;
grant execute on function porte.peser_cooperative to coforme_app;
