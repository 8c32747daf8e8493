-- Un employeur que la fiche ignorait, et apprend avant que rien ne s'émarge, complète l'inscription qui n'en disait pas. Il ne remplace
-- rien, et ne dit rien d'une action commencée, d'une inscription close, ni de qui n'a pas d'employeur : la personne a pu l'avoir depuis.
create or replace function inscriptions.completer_employeur() returns trigger language plpgsql set search_path = '' as $$
begin
  update inscriptions.inscription i set employeur_id = new.entreprise_id
    from sessions.session s
   where i.organisme_id = new.organisme_id and i.personne_id = new.id and i.employeur_id is null and i.close_le is null
     and (i.statut_f1 is null or i.statut_f1 = any (app.liste('statuts-avec-employeur')))
     and s.organisme_id = i.organisme_id and s.id = i.session_id
     and not s.etat = any (app.liste('sessions-finies'))
     and not exists (select from emargement.signature x where x.organisme_id = i.organisme_id and x.inscription_id = i.id)
     and not exists (select from emargement.absence x where x.organisme_id = i.organisme_id and x.inscription_id = i.id)
     and not exists (select from emargement.rectification x where x.organisme_id = i.organisme_id and x.inscription_id = i.id);
  return null;
end $$;
