set local role coforme_porte;

-- Une seule version d'un retour est en ligne, quelle que soit la coopérative qui a publié la précédente.
create or replace function porte.retirer_retours(p_pole uuid, p_reunion uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle retire un retour.' using errcode = '42501';
  end if;
  update pole.retour set retire_le = p_le where pole_id = p_pole and reunion_id = p_reunion and retire_le is null;
end $$;
grant execute on function porte.retirer_retours to coforme_app;
