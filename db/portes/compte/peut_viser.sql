set local role coforme_porte;

-- Le visa protège la coopérative de qui engage, et
-- c'est lui que la signature attend ; un entrepreneur ne se l'accorde pas, même en SQL.
create or replace function porte.peut_viser() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.tient(app.liste('roles-qui-visent'));
end $$;
grant execute on function porte.peut_viser to coforme_app, coforme_owner;
