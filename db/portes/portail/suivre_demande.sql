set local role coforme_porte;

create or replace function porte.suivre_demande(p_id uuid, p_etat text, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  update portail.demande set etat = p_etat, prise_le = coalesce(prise_le, p_le), repondue_le = case p_etat when 'repondue' then p_le end
   where id = p_id and ((p_etat = 'prise' and etat = 'transmise') or (p_etat = 'repondue' and etat in ('transmise', 'prise')));
  return found;
end $$;
grant execute on function porte.suivre_demande to coforme_app;
