set local role coforme_porte;

-- À appeler seule dans sa transaction : tant qu'elle n'est pas validée, ouvrir_session refuse.
create or replace function porte.tracer(p_jeton bytea, p_chemin text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into support.trace (session_id, chemin) select v.id, left(p_chemin, 300)
    from porte.session_valable(p_jeton) s join support.session v on v.id = s.assistance
   where v.fermee_le is null and v.expire_le > porte.present();
  return found;
end $$;
grant execute on function porte.tracer to coforme_app;
