set local role coforme_porte;

create or replace function porte.deposer_candidature(p_id uuid, p_chiffre bytea, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into portail.candidature (id, chiffre, demandee_le) values (p_id, p_chiffre, porte.heure(p_le)) on conflict do nothing;
  if not found then return false; end if;
  perform porte.enfiler_preuve('candidature', p_id);
  return true;
end $$;
grant execute on function porte.deposer_candidature to coforme_app;
