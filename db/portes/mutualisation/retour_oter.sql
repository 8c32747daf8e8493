set local role coforme_porte;

-- Qui l’a écrit le retire. La personne l’efface : les mots s’en vont, la ligne reste douze mois, et il ne s’en réécrit pas.
create or replace function porte.retour_oter(p_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  update mutualisation.retour r set texte = '', reponse = '', repondu_le = null, partage_le = null, ote_le = greatest(porte.present(), r.ecrit_le)
    where r.id = p_id and r.ote_le is null and r.compte_id = porte.personne() and r.mission_organisme_id = porte.organisme();
  if found then return 'ote'; end if;
  delete from mutualisation.retour r where r.id = p_id and r.ote_le is null and r.organisme_id = porte.organisme()
    and porte.tient_partout(app.liste('roles-des-appels'));
  return case when found then 'ote' else 'introuvable' end;
end $$;
comment on function porte.retour_oter is 'Ôte un retour : qui l’a écrit, ou la personne.';
grant execute on function porte.retour_oter to coforme_app;
