set local role coforme_porte;

create or replace function porte.viser_adhesion(p_pole uuid, p_organisme uuid, p_oui boolean, p_motif text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle vise les adhésions.' using errcode = '42501';
  end if;
  update pole.adhesion set etat = case when p_oui then 'active' else 'refusee' end,
         du = case when p_oui then (p_le at time zone 'Europe/Paris')::date end, motif = case when p_oui then null else p_motif end
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'demandee';
  if not found then return false; end if;
  -- Qui accueille répond de qui entre.
  if p_oui then perform porte.viser_l_identite(p_organisme, p_le); end if;
  return true;
end $$;
grant execute on function porte.viser_adhesion to coforme_app;
