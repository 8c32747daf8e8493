set local role coforme_porte;

-- Qui a reçu une mission faite l’écrit, une fois ; la personne seule le lit, et y répond.
create or replace function porte.retour_ecrire(p_id uuid, p_mission uuid, p_texte text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare m record;
begin
  if porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) then return 'refuse'; end if;
  select x.organisme_id, x.compte_id, x.etat, x.constat_envoie_le, x.constat_recoit_le into m from mutualisation.mission x
    where x.de_organisme_id = porte.organisme() and x.id = p_mission for share;
  if not found then return 'introuvable'; end if;
  if m.etat <> 'faite' then return 'pas-faite'; end if;
  p_le := porte.heure(p_le);
  if greatest(m.constat_envoie_le, m.constat_recoit_le) < p_le - app.duree('retour-garde') then return 'trop-tard'; end if;
  insert into mutualisation.retour (organisme_id, id, mission_organisme_id, mission_id, compte_id, texte, ecrit_le, ecrit_par)
    values (porte.organisme(), p_id, m.organisme_id, p_mission, m.compte_id, p_texte, p_le, porte.personne()) on conflict do nothing;
  if found then return 'ecrit'; end if;
  return case when exists (select from mutualisation.retour r where r.organisme_id = porte.organisme() and r.mission_id = p_mission and r.ote_le is not null)
    then 'efface'
    -- L’identifiant peut être celui d’une autre : rien n’est alors écrit.
    when exists (select from mutualisation.retour r where r.organisme_id = porte.organisme() and r.mission_id = p_mission) then 'deja' else 'refuse' end;
end $$;
comment on function porte.retour_ecrire is 'Écrit à la personne un retour sur une mission faite.';
grant execute on function porte.retour_ecrire to coforme_app;
