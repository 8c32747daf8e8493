set local role coforme_porte;

create or replace function porte.mes_sessions(p_jeton bytea)
returns table (id uuid, cree_le timestamptz, vue_le timestamptz, agent text, courante boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.id, s.cree_le, s.vue_le, s.agent, s.jeton = p_jeton
    from porte.session_valable(p_jeton) moi join compte.session s on s.compte_id = moi.compte
   where s.etat = 'ouverte' and s.expire_le > porte.present() and s.vue_le > porte.present() - porte.inactivite(s.retenue)
   order by s.jeton = p_jeton desc, s.vue_le desc limit 100;
end $$;
grant execute on function porte.mes_sessions to coforme_app;
