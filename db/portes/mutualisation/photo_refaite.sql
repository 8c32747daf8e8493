set local role coforme_maintenance;

-- L’image refaite prend la place de la première, qui s’efface si plus rien ne l’emploie : rend les fichiers à ôter du dépôt. Deux passages à la fois, ou
-- un second : le premier seul change quelque chose.
create or replace function porte.photo_refaite(p_organisme uuid, p_photo uuid, p_avant text, p_fichier text) returns text[]
language plpgsql volatile security definer set search_path = '' as $$
declare oter text[];
begin
  if not exists (select from plateforme.fichier f where f.organisme_id = p_organisme and f.empreinte = decode(p_fichier, 'hex') and f.type = 'image/webp') then
    return '{}';
  end if;
  update mutualisation.bien_photo x set fichier = p_fichier, type = 'image/webp'
   where x.organisme_id = p_organisme and x.id = p_photo and x.fichier = p_avant and x.type <> 'image/webp';
  if not found then return '{}'; end if;
  oter := porte.fichiers_sans_emploi(p_organisme, array[p_avant]);
  delete from plateforme.fichier f where f.organisme_id = p_organisme and encode(f.empreinte, 'hex') = any (oter);
  return oter;
end $$;
comment on function porte.photo_refaite is 'Met l’image refaite à la place de celle qui portait ses métadonnées.';
revoke execute on function porte.photo_refaite from public;
grant execute on function porte.photo_refaite to coforme_worker;
