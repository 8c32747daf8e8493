set local role coforme_porte;

-- Qui l’a écrit le retire, ou la personne l’efface.
create or replace function porte.retour_oter(p_id uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  delete from mutualisation.retour r where r.id = p_id
    and ((r.organisme_id = porte.organisme() and porte.tient_partout(app.liste('roles-des-appels')))
      or (r.compte_id = porte.personne() and r.mission_organisme_id = porte.organisme()));
  return case when found then 'ote' else 'introuvable' end;
end $$;
comment on function porte.retour_oter is 'Ôte un retour : qui l’a écrit, ou la personne.';
grant execute on function porte.retour_oter to coforme_app;
