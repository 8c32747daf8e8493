set local role coforme_porte;

-- Un fichier d’avis déposé par qui administre l’instance : lu de toutes les coopératives.
create or replace function porte.deposer_avis(p_avis jsonb, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance y dépose des avis.' using errcode = '42501';
  end if;
  return porte.ranger_avis(p_avis, porte.heure(p_le));
end $$;
grant execute on function porte.deposer_avis to coforme_app;
