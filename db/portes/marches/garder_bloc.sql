set local role coforme_porte;

-- Un bloc se garde, se corrige et se retire à l’heure de la base ; une correction est la version suivante, et dit qui l’a faite. Retiré, il le reste.
create or replace function porte.garder_bloc() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    new.le := porte.heure(new.le);
    return new;
  end if;
  if new.version = old.version then
    if (new.titre, new.texte, new.auteur, new.licence, new.preuve, new.preuve_le)
      is distinct from (old.titre, old.texte, old.auteur, old.licence, old.preuve, old.preuve_le) then
      raise exception 'Un bloc se récrit dans sa version suivante.' using errcode = '42501';
    end if;
    new.le := old.le;
    new.par := old.par;
  elsif new.version = old.version + 1 and old.retire_le is null then
    new.le := porte.heure(new.le);
    new.par := coalesce(porte.personne(), old.par);
  else
    raise exception 'Ce bloc est retiré, ou a changé.' using errcode = '42501';
  end if;
  new.retire_le := case when old.retire_le is not null then old.retire_le when new.retire_le is not null then porte.heure(new.retire_le) end;
  return new;
end $$;
grant execute on function porte.garder_bloc to coforme_owner;
