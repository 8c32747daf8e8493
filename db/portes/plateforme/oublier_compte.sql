set local role coforme_porte;

create or replace function porte.oublier_compte(p_cle bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from plateforme.limite where cle = p_cle;
end $$;
grant execute on function porte.oublier_compte to coforme_app;
