set local role coforme_porte;

create or replace function porte.organismes() returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select o.organisme_id from organisme.organisme o order by o.organisme_id;
end $$;
comment on function porte.organismes is 'Les organismes, pour une tournée de fond : jamais accordée au rôle web.';
grant execute on function porte.organismes to coforme_worker;
