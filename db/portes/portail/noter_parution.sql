set local role coforme_porte;

create or replace function porte.noter_parution() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update portail.compteur set numero = numero + 1, par = pg_catalog.pg_current_xact_id()
   where par is distinct from pg_catalog.pg_current_xact_id();
  return null;
end $$;
grant execute on function porte.noter_parution to coforme_owner;
