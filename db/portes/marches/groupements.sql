set local role coforme_porte;

-- Les dossiers où la personne est entrée, pour une coopérative qui en est encore, tant qu’elle n’anime aucun pôle.
create or replace function porte.groupements() returns uuid[]
language sql stable parallel restricted security definer set search_path = ''
begin atomic
  select coalesce(array_agg(a.groupement_id), '{}') from marches.acces a
    join marches.membre m on m.groupement_id = a.groupement_id and m.organisme_id = a.organisme_id
   where a.organisme_id = (select porte.organisme()) and a.compte_id = (select porte.personne()) and a.du is not null and a.retire_le is null
     and m.accepte_le is not null and m.sorti_le is null and (select porte.repond_aux_marches());
end;
comment on function porte.groupements is 'Les dossiers que lit la personne de la transaction.';
grant execute on function porte.groupements to coforme_app, coforme_owner;
