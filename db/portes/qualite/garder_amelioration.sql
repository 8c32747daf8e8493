set local role coforme_porte;

-- Une amélioration monte, descend et se répond à l’heure de la base.
create or replace function porte.garder_amelioration() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.repondue_le is not null then new.repondue_le := porte.heure(new.repondue_le); end if;
  else
    new.faite_le := porte.heure(new.faite_le);
  end if;
  return new;
end $$;
grant execute on function porte.garder_amelioration to coforme_owner;
