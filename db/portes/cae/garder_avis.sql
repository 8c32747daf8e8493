set local role coforme_porte;

create or replace function porte.garder_avis() returns trigger
language plpgsql security definer set search_path = '' as $$
declare permis text := porte.avis_permis(new.parcours_id);
begin
  if permis <> 'permis' and not (permis = 'conflit' and new.avis = 'se-retire') then
    raise exception '%', permis using errcode = '42501';
  end if;
  new.le := porte.heure(new.le);
  return new;
end $$;
grant execute on function porte.garder_avis to coforme_owner;
