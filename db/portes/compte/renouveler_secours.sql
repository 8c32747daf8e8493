set local role coforme_porte;

create or replace function porte.renouveler_secours(p_jeton bytea, p_derivee bytea, p_secours bytea[]) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare c uuid;
begin
  select k.id into c from porte.session_valable(p_jeton) s join compte.compte k on k.id = s.compte
   where k.derivee = sha256(p_derivee) and k.totp_le is not null;
  if c is null then return false; end if;
  perform porte.poser_secours(c, p_secours);
  return true;
end $$;
grant execute on function porte.renouveler_secours to coforme_app;
