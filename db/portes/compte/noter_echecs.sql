set local role coforme_porte;

-- Zéro efface : la personne est entrée.
create or replace function porte.noter_echecs(p_cle bytea, p_nombre integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Permis : ménage du compteur, bien après son oubli.
  delete from compte.echec where cle = p_cle and p_nombre < 1 or dernier_le < now() - interval '1 day';
  if p_nombre < 1 then return; end if;
  insert into compte.echec as e (cle, nombre, dernier_le) values (p_cle, p_nombre, clock_timestamp())
  on conflict (cle) do update set nombre = excluded.nombre, dernier_le = excluded.dernier_le;
end $$;
grant execute on function porte.noter_echecs to coforme_app;
