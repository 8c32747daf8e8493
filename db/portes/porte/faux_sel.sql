set local role coforme_porte;

create or replace function porte.faux_sel(p_courriel text) returns bytea
language plpgsql stable security definer set search_path = '' as $$
begin
  return substring(porte.hacher('sel|' || lower(coalesce(p_courriel, ''))) from 1 for 16);
end $$;
