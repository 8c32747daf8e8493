set local role coforme_porte;

create or replace function porte.noter_remise(p_lettre uuid, p_abonnement uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  insert into portail.remise (lettre_id, abonnement_id, le) values (p_lettre, p_abonnement, p_le) on conflict do nothing;
  return found;
end $$;
grant execute on function porte.noter_remise to coforme_worker;
