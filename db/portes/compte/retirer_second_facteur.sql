set local role coforme_porte;

create or replace function porte.retirer_second_facteur(p_jeton bytea, p_derivee bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  update compte.compte k set totp = null, totp_le = null, totp_preuve = null from porte.session_valable(p_jeton) s
   where k.id = s.compte and k.derivee = sha256(p_derivee) and k.totp_le is not null returning k.id into c;
  if c is null then return false; end if;
  delete from compte.secours where compte_id = c;
  return true;
end $$;
grant execute on function porte.retirer_second_facteur to coforme_app;
