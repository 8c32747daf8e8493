set local role coforme_porte;

-- Qui reçoit dit combien de stagiaires, et combien de minutes de leur présence, ses feuilles closes comptent dans ce qui fut confié : F-2 chez lui, G chez qui
-- envoie. Redit, cela remplace.
create or replace function porte.mission_suivre(p_id uuid, p_stagiaires integer, p_minutes bigint, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or porte.personne() is null or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  update mutualisation.mission x set suivi_stagiaires = p_stagiaires, suivi_minutes = p_minutes
   where x.id = p_id and x.de_organisme_id = porte.organisme() and x.etat = any (app.liste('missions-confiees')) and upper(x.creneaux) <= p_le;
  return case when found then 'suivie' else 'introuvable' end;
end $$;
comment on function porte.mission_suivre is 'Ce que les feuilles closes de qui reçoit comptent de stagiaires et d’heures confiés par une mission.';
grant execute on function porte.mission_suivre to coforme_app;
