set local role coforme_porte;

create or replace function porte.retirer_proposition(p_id uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update pole.proposition set etat = 'retiree', finie_le = p_le
   where id = p_id and organisme_id = porte.organisme() and porte.personne() is not null and etat = 'ouverte';
  return found;
end $$;
grant execute on function porte.retirer_proposition to coforme_app;
