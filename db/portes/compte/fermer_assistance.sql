set local role coforme_porte;

create or replace function porte.fermer_assistance(p_jeton bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare v uuid;
begin
  select assistance into v from porte.session_valable(p_jeton);
  if v is null then return false; end if;
  update support.session set fermee_le = now() where id = v and fermee_le is null;
  update compte.session set assistance_id = null where jeton = p_jeton;
  return true;
end $$;
grant execute on function porte.fermer_assistance to coforme_app;
