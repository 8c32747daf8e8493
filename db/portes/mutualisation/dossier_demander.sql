set local role coforme_porte;

-- Qui reçoit demande à la personne son dossier : sa journée le lui dit. Redemandé, la date est la dernière.
create or replace function porte.dossier_demander(p_mission uuid, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare m mutualisation.mission;
begin
  p_le := porte.heure(p_le);
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse-de-demander'; end if;
  select * into m from mutualisation.mission x where x.id = p_mission and x.de_organisme_id = porte.organisme() for update;
  if not found then return 'introuvable'; end if;
  if not m.etat = any (app.liste('missions-qui-tiennent-l-heure')) or (m.etat = 'option' and m.expire_le <= p_le) then return 'sans-mission'; end if;
  if exists (select from mutualisation.remise r where r.organisme_id = m.organisme_id and r.mission_id = m.id and r.retiree_le is null) then return 'deja-remis'; end if;
  update mutualisation.mission x set dossier_demande_le = p_le where x.organisme_id = m.organisme_id and x.id = p_mission;
  return 'demande';
end $$;
comment on function porte.dossier_demander is 'Qui reçoit demande à la personne d’une mission son dossier 21/22.';
grant execute on function porte.dossier_demander to coforme_app;
