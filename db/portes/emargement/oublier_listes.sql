set local role coforme_maintenance;

-- Le fichier d'une liste de connexion nomme tout un groupe : il s'ôte quand la séance est échue pour tous.
create or replace function porte.oublier_listes(p_listes uuid[]) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  oter text[];
begin
  if not porte.conduit_un_effacement() then
    raise exception 'La personne déléguée, ou la direction, conduit un effacement.' using errcode = '42501';
  end if;
  select coalesce(array_agg(distinct fichier), '{}') into oter from emargement.liste_connexion where organisme_id = moi and id = any (p_listes);
  update emargement.connexion set nom = 'effacé', courriel = null where organisme_id = moi and liste_id = any (p_listes);
  update emargement.liste_connexion set fichier_nom = 'effacé' where organisme_id = moi and id = any (p_listes);
  oter := porte.fichiers_sans_emploi(moi, oter);
  delete from plateforme.fichier where organisme_id = moi and encode(empreinte, 'hex') = any (oter);
  return oter;
end $$;
revoke execute on function porte.oublier_listes from public;
grant execute on function porte.oublier_listes to coforme_app;
