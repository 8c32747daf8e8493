set local role coforme_porte;

-- Sa signature ne compte plus ; le jour où elle signa reste.
create or replace function porte.conjoint_quitter(p_pole uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  perform pg_advisory_xact_lock(4825, hashtext(p_pole::text));
  update mutualisation.accord_signe s set quitte_le = p_le where s.pole_id = p_pole and s.organisme_id = porte.organisme() and s.quitte_le is null;
end $$;
revoke execute on function porte.conjoint_quitter from public;
