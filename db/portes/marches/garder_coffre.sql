set local role coforme_porte;

-- Une pièce entre au coffre, et en sort, à l’heure de la base.
create or replace function porte.garder_coffre() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.retiree_le is not null then new.retiree_le := porte.heure(new.retiree_le); end if;
  else
    new.le := porte.heure(new.le);
  end if;
  return new;
end $$;
grant execute on function porte.garder_coffre to coforme_owner;
