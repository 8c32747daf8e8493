-- Un téléphone est un mot que l'on cherche : tel qu'on le compose, quelle que soit la façon de l'écrire.
drop trigger tenir_mots on tiers.personne;
create trigger tenir_mots after insert or update of pli, courriel, telephone on tiers.personne
  for each row execute function tiers.tenir_mots();
set local role coforme_maintenance;
insert into tiers.mot (organisme_id, activite_id, personne_id, mot, pli)
  select organisme_id, activite_id, id, m, pli
    from (select p.*, regexp_replace(regexp_replace(translate(telephone, ' ./()-', ''), '^(\+33|0033)0?', '0'), '\D', '', 'g') as m
            from tiers.personne p where telephone is not null) t
   where m <> ''
  on conflict do nothing;
set local role coforme_owner;
