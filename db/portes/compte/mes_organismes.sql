set local role coforme_porte;

create or replace function porte.mes_organismes(p_jeton bytea)
returns table (organisme uuid, code text, nom text, en_attente boolean, courant boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select o.organisme_id, o.code, o.nom, a.acceptee_le is null, s.organisme is not distinct from o.organisme_id
    from porte.session_valable(p_jeton) s join compte.adhesion a on a.compte_id = s.compte
    join organisme.organisme o on o.organisme_id = a.organisme_id
   where a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()) order by o.nom, o.organisme_id;
end $$;
grant execute on function porte.mes_organismes to coforme_app;
