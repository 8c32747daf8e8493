set local role coforme_porte;

create or replace function porte.regler_source_des_marches(p_adresse text, p_active boolean, p_le timestamptz, p_genre text default 'boamp') returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() then
    raise exception 'Qui administre l’instance règle d’où viennent les avis.' using errcode = '42501';
  end if;
  insert into marches.source (genre, adresse, active, modifiee_le) values (p_genre, p_adresse, p_active, porte.heure(p_le))
    on conflict (genre) do update set adresse = excluded.adresse, active = excluded.active, modifiee_le = excluded.modifiee_le;
  return true;
end $$;
grant execute on function porte.regler_source_des_marches to coforme_app;
