set local role coforme_porte;

create or replace function porte.aujourd_hui() returns date
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return (clock_timestamp() at time zone 'Europe/Paris')::date;
end $$;
grant execute on function porte.aujourd_hui to coforme_maintenance;
