set local role coforme_maintenance;

create or replace function porte.oublier_reponse(p_reponse uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  update questionnaires.reponse set effacee_le = p_le, alerte = false
   where organisme_id = moi and id = p_reponse and demande_id is not null and effacee_le is null;
  if not found then return false; end if;
  delete from questionnaires.valeur where organisme_id = moi and reponse_id = p_reponse;
  update questionnaires.suite set texte = 'effacé' where organisme_id = moi and reponse_id = p_reponse;
  return true;
end $$;
comment on function porte.oublier_reponse is 'Efface ce que disait une réponse nommée, à la demande de la personne ; l’anonyme ne se retrouve pas.';
revoke execute on function porte.oublier_reponse from public;
grant execute on function porte.oublier_reponse to coforme_app;
