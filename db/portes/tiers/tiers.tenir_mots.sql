-- Chaque mot du nom, du courriel, et le téléphone tel qu'on le compose : c'est ainsi qu'il se cherche.
-- Après, et jamais avant, l'écriture : le mur a déjà jugé la ligne quand ces fonctions s'exécutent.
create or replace function tiers.tenir_mots() returns trigger language plpgsql set search_path = '' as $$
begin
  delete from tiers.mot m where m.organisme_id = new.organisme_id and m.personne_id = new.id;
  insert into tiers.mot (organisme_id, activite_id, personne_id, mot, pli)
    select distinct new.organisme_id, new.activite_id, new.id, m, new.pli
      from regexp_split_to_table(new.pli || ' ' || translate(lower(coalesce(new.courriel, '')), '-_''’', '    ') || ' '
       || tiers.telephone_compose(new.telephone), ' +') as m
     where m <> '';
  return null;
end $$;
