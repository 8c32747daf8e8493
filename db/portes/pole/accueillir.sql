set local role coforme_porte;

-- Vrai une seule fois par adhésion : de quoi n'écrire qu'une bienvenue, même si la tâche repasse.
create or replace function porte.accueillir(p_pole uuid, p_organisme uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  -- Un lien personnel ne parle pas pour la coopérative.
  if not porte.est_membre_ici() then return false; end if;
  if not p_pole = any (porte.poles()) then return false; end if;
  update pole.adhesion set accueillie_le = p_le
   where pole_id = p_pole and organisme_id = p_organisme and etat = 'active' and accueillie_le is null;
  return found;
end $$;
grant execute on function porte.accueillir to coforme_app;
