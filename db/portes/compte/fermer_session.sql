set local role coforme_porte;

create or replace function porte.fermer_session(p_jeton bytea) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update support.session v set fermee_le = now() from compte.session s
   where s.jeton = p_jeton and v.id = s.assistance_id and v.fermee_le is null;
  delete from compte.session where jeton = p_jeton;
end $$;
grant execute on function porte.fermer_session to coforme_app;
