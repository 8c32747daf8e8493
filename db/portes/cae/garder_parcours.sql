set local role coforme_porte;

-- Un dossier se demande à l’heure qu’il est, celle de la base : ses étapes et sa décision viennent après.
create or replace function porte.garder_parcours() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.demande_le := porte.heure(new.demande_le);
  return new;
end $$;
comment on function porte.garder_parcours is 'L’heure où une habilitation se demande est celle de la base.';
grant execute on function porte.garder_parcours to coforme_owner;
