set local role coforme_porte;

-- p_id nul : toutes les autres.
create or replace function porte.revoquer_session(p_jeton bytea, p_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer;
begin
  update compte.session s set etat = 'revoquee' from porte.session_valable(p_jeton) moi
   where s.compte_id = moi.compte and s.etat <> 'revoquee' and (s.id = p_id or p_id is null and s.jeton <> p_jeton);
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function porte.revoquer_session to coforme_app;
