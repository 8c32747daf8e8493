set local role coforme_porte;

create or replace function porte.garder_habilitation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if porte.personne() is not null and cardinality(porte.non_habilites(new.id)) > 0 then
    raise exception 'non-habilite' using errcode = '23514', constraint = 'session_habilitation';
  end if;
  return null;
end $$;
grant execute on function porte.garder_habilitation to coforme_owner;
