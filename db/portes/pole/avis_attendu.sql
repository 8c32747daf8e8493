set local role coforme_porte;

create or replace function porte.avis_attendu(p_id uuid, p_preuve bytea) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.proposition p where p.id = p_id and p.avis_preuve = sha256(p_preuve))
    and exists (select from porte.avis_a_demander(p_id));
end;
grant execute on function porte.avis_attendu to coforme_app;
