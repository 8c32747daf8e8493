set local role coforme_porte;

create or replace function porte.logo_public(p_code text, p_cle text) returns table (type text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select l.type, l.octets from portail.logo l
    join portail.fiche f on f.organisme_id = l.organisme_id and f.publiee_le is not null
    join organisme.organisme o on o.organisme_id = l.organisme_id
   where o.code = p_code and l.cle = p_cle and porte.identite_visee(l.organisme_id);
end;
grant execute on function porte.logo_public to coforme_app;
