set local role coforme_porte;

-- Vraie tant qu'aucun compte n'existe.
create or replace function porte.est_a_fonder() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return not exists (select from compte.compte);
end $$;
grant execute on function porte.est_a_fonder to coforme_app;
