set local role coforme_porte;

create or replace function porte.jours_de_la_mission(p_creneaux tstzmultirange) returns date[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select array_agg(distinct (lower(c) at time zone 'Europe/Paris')::date) from unnest(p_creneaux) c);
end $$;
revoke execute on function porte.jours_de_la_mission from public;
