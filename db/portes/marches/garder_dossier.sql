set local role coforme_porte;

-- Ce qu’un membre écrit d’un dossier porte l’heure de la base, et s’écrit en tenant le dossier : ni pendant qu’il se constitue, ni après en être
-- sorti. D’un dossier où la personne n’est pas entrée, rien ne se tient : le mur refuse.
create or replace function porte.garder_dossier() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if new.groupement_id = any (porte.groupements()) then
    perform from marches.groupement g where g.groupement_id = new.groupement_id for update;
    if not new.groupement_id = any (porte.groupements_ouverts()) then
      raise exception 'Ce dossier ne se compose plus.' using errcode = '42501';
    end if;
  end if;
  new.le := porte.heure(new.le);
  return new;
end $$;
grant execute on function porte.garder_dossier to coforme_owner;
