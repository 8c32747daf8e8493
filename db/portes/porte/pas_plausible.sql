set local role coforme_porte;

create or replace function porte.pas_plausible(p_pas bigint) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return abs(p_pas - floor(extract(epoch from clock_timestamp()) / 30)::bigint) <= 2;
end $$;
