set local role coforme_porte;

create or replace function porte.regler_les_signatures(p_signatures integer, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle combien de coopératives signent.' using errcode = '42501';
  end if;
  insert into pole.reglage (signatures, modifie_le) values (p_signatures, p_le)
    on conflict (seul) do update set signatures = excluded.signatures, modifie_le = excluded.modifie_le;
  return true;
end $$;
grant execute on function porte.regler_les_signatures to coforme_app;
