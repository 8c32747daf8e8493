set local role coforme_porte;

-- p_id nul : toutes les autres. Le mot de passe est demandé encore : qui a volé un témoin ne ferme pas la porte à la personne.
create or replace function porte.revoquer_session(p_jeton bytea, p_derivee bytea, p_id uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare n integer; c uuid;
begin
  select k.id into c from porte.session_valable(p_jeton) s join compte.compte k on k.id = s.compte where k.derivee = sha256(p_derivee);
  if c is null then return null; end if;
  update compte.session s set etat = 'revoquee'
   where s.compte_id = c and s.etat <> 'revoquee' and (s.id = p_id or p_id is null and s.jeton <> p_jeton);
  get diagnostics n = row_count;
  return n;
end $$;
comment on function porte.revoquer_session is 'Combien de sessions sont fermées ; null : ce n’est pas le mot de passe, ou la session ne vaut plus.';
grant execute on function porte.revoquer_session to coforme_app;
