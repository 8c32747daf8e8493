set local role coforme_maintenance;

-- Le terme passé : les pièces s’effacent, et de ce que qui reçoit en a rangé, le texte et les fichiers ; les dates restent. Rend les fichiers à ôter du dépôt.
create or replace function porte.remise_expirer(p_limite integer, p_le timestamptz)
returns table (organisme uuid, fichiers text[])
language plpgsql volatile security definer set search_path = '' as $$
declare
  r mutualisation.remise;
  lignes uuid[];
  oter text[];
begin
  p_le := porte.heure(p_le);
  for r in select x.* from mutualisation.remise x where x.effacee_le is null and x.jusqu_au < (p_le at time zone 'Europe/Paris')::date
      order by x.jusqu_au, x.id limit p_limite for update skip locked loop
    delete from mutualisation.remise_piece p where p.organisme_id = r.organisme_id and p.remise_id = r.id;
    update mutualisation.remise x set effacee_le = p_le where x.organisme_id = r.organisme_id and x.id = r.id;
    select coalesce(array_agg(distinct g.id), '{}') into lignes from qualite.registre g where g.organisme_id = r.de_organisme_id and g.origine_id = r.id
      and g.genre in ('cv', 'developpement');
    select coalesce(array_agg(distinct j.fichier), '{}') into oter from qualite.jointe j where j.organisme_id = r.de_organisme_id and j.ligne_id = any (lignes);
    update tiers.intervenant i set titres = '', titres_de = null where i.organisme_id = r.de_organisme_id and i.titres_de = r.id;
    update qualite.registre g set titre = 'effacé à son terme', contenu = '{}' where g.organisme_id = r.de_organisme_id and g.id = any (lignes);
    update qualite.jointe j set nom = 'effacé' where j.organisme_id = r.de_organisme_id and j.ligne_id = any (lignes);
    oter := porte.fichiers_sans_emploi(r.de_organisme_id, oter);
    delete from plateforme.fichier f where f.organisme_id = r.de_organisme_id and encode(f.empreinte, 'hex') = any (oter);
    organisme := r.de_organisme_id;
    fichiers := oter;
    return next;
  end loop;
end $$;
comment on function porte.remise_expirer is 'Efface les dossiers remis dont le terme est passé.';
revoke execute on function porte.remise_expirer from public;
grant execute on function porte.remise_expirer to coforme_worker;
