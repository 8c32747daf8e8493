set local role coforme_porte;

-- Un bloc se garde, se corrige et se retire à l’heure de la base ; une correction porte qui l’a faite, et la version suivante.
create or replace function porte.garder_bloc() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.le := porte.heure(new.le);
  if new.retire_le is not null then new.retire_le := porte.heure(new.retire_le); end if;
  if tg_op = 'UPDATE' then
    new.par := app.personne();
    if old.retire_le is not null or new.version not in (old.version, old.version + 1) then
      raise exception 'Ce bloc est retiré, ou a changé.' using errcode = '42501';
    end if;
  end if;
  return new;
end $$;
grant execute on function porte.garder_bloc to coforme_owner;
