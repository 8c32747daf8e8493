-- Le lien remis de la main à la main, la réponse qu'une personne demande d'effacer, le taux d'insertion publié (RNQ, indicateurs 2, 3 et 30).
alter table questionnaires.envoi drop constraint envoi_moyen_check;
alter table questionnaires.envoi add constraint envoi_moyen_check check (moyen in ('courriel', 'papier', 'main'));
alter table questionnaires.publication drop constraint publication_mesure_check;
alter table questionnaires.publication add constraint publication_mesure_check
  check (mesure in ('satisfaction', 'recommandation', 'retour', 'acquis', 'insertion'));

-- Qui efface laisse sa trace : la réponse reste comptée au taux, ce qu'elle disait n'est plus nulle part.
alter table questionnaires.reponse add column effacee_le timestamptz;

set local role coforme_porte;
grant create on schema porte to coforme_maintenance;
set local role coforme_maintenance;
create function porte.oublier_reponse(p_reponse uuid, p_le timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
begin
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
revoke execute on function porte.oublier_reponse(uuid, timestamptz) from public;
grant execute on function porte.oublier_reponse(uuid, timestamptz) to coforme_app;
set local role coforme_porte;
revoke create on schema porte from coforme_maintenance;
set local role coforme_owner;
