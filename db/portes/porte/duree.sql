set local role coforme_porte;

create or replace function porte.duree(p_retenue boolean) returns interval
language plpgsql stable security definer set search_path = '' as $$
begin
  return case when p_retenue then interval '30 days' else interval '12 hours' end;
end $$;
