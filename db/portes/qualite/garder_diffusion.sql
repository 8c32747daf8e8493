set local role coforme_porte;

-- Une veille se transmet, et se relance, à l’heure de la base.
create or replace function porte.garder_diffusion() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.relancee_le is not null then new.relancee_le := porte.heure(new.relancee_le); end if;
  else
    new.diffusee_le := porte.heure(new.diffusee_le);
    new.relancee_le := null;
  end if;
  return new;
end $$;
grant execute on function porte.garder_diffusion to coforme_owner;
