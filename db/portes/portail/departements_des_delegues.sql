set local role coforme_porte;

create or replace function porte.departements_des_delegues() returns text[]
language sql stable security definer set search_path = ''
begin atomic
  select coalesce(array_agg(distinct x.nom), '{}') from (
    select unnest(case when cardinality(d.departements) = 0 then '{*}' else d.departements end) as nom from portail.delegue d where d.parti_le is null) x;
end;
grant execute on function porte.departements_des_delegues to coforme_app;
