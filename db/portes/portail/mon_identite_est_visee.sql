set local role coforme_porte;

create or replace function porte.mon_identite_est_visee() returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select porte.identite_visee((select porte.organisme()));
end;
grant execute on function porte.mon_identite_est_visee to coforme_app;
