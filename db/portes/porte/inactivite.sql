set local role coforme_porte;

-- Les durées de domain/session.ts : deux heures sans rien faire et douze en tout ; quatorze jours et trente, retenue.
create or replace function porte.inactivite(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_retenue then interval '14 days' else interval '2 hours' end;
end $$;
