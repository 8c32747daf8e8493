set local role coforme_porte;

create or replace function porte.proposer_second_facteur(p_jeton bytea, p_chiffre bytea) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.compte c set totp = p_chiffre from porte.session_valable(p_jeton) s where c.id = s.compte and c.totp_le is null;
  return found;
end $$;
grant execute on function porte.proposer_second_facteur to coforme_app;
