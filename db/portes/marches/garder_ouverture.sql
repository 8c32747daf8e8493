set local role coforme_porte;

-- L’intérêt à l’aveugle s’ouvre et se ferme à l’heure de la base, sur des règles déjà lues.
create or replace function porte.garder_ouverture() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.fermee_le is not null then new.fermee_le := porte.heure(new.fermee_le); end if;
    return new;
  end if;
  new.le := porte.heure(new.le);
  if new.lue_le > (new.le at time zone 'Europe/Paris')::date then
    raise exception 'Ces règles n’ont pas pu être lues un jour à venir.' using errcode = '23514';
  end if;
  return new;
end $$;
grant execute on function porte.garder_ouverture to coforme_owner;
