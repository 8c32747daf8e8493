set local role coforme_porte;

-- Lit sous verrou : l'appelant décide (domain/ralentir.ts), puis note, dans la même transaction. Cent essais au même
-- instant passent donc un par un.
create or replace function porte.echecs(p_cle bytea, out nombre integer, out dernier_le timestamptz, out maintenant timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtext('coforme.echecs'), hashtext(encode(p_cle, 'hex')));
  select e.nombre, e.dernier_le into nombre, dernier_le from compte.echec e where e.cle = p_cle;
  maintenant := clock_timestamp();
end $$;
grant execute on function porte.echecs to coforme_app;
