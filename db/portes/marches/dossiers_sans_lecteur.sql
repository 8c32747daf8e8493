set local role coforme_porte;

-- Les dossiers de la coopérative que plus personne d’elle ne peut lire : qui y était entrée est partie, a changé de rôle, ou anime un pôle.
-- Une collègue qui en a le rôle y entre alors d’elle-même : sans elle, la coopérative n’en sortirait pas.
create or replace function porte.dossiers_sans_lecteur() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(m.groupement_id), '{}') from marches.membre m
   where m.organisme_id = (select porte.organisme()) and m.accepte_le is not null and m.sorti_le is null
     and not exists (select from marches.acces a where a.groupement_id = m.groupement_id and a.organisme_id = m.organisme_id
       and a.du is not null and a.retire_le is null and porte.repondrait_aux_marches(a.organisme_id, a.compte_id));
end;
revoke execute on function porte.dossiers_sans_lecteur from public;
