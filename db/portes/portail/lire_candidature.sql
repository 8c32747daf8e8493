set local role coforme_porte;

create or replace function porte.lire_candidature(p_id uuid, p_preuve bytea) returns table (chiffre bytea, demandee_le timestamptz, faite_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.chiffre, c.demandee_le, c.faite_le from portail.candidature c where c.id = p_id and c.preuve = sha256(p_preuve);
end;
grant execute on function porte.lire_candidature to coforme_app;
