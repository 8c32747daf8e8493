set local role coforme_porte;

-- Les photographies déposées avant que l’image soit refaite portent encore le lieu et l’appareil : une image refaite est un WebP. Ôtées de la fiche aussi.
create or replace function porte.photos_a_refaire(p_apres uuid, p_limite integer)
returns table (photo uuid, organisme uuid, empreinte text)
language sql stable security definer set search_path = ''
begin atomic
  select x.id, x.organisme_id, x.fichier from mutualisation.bien_photo x where x.type <> 'image/webp' and (p_apres is null or x.id > p_apres)
   order by x.id limit p_limite;
end;
comment on function porte.photos_a_refaire is 'Les photographies de biens dont l’image n’a pas encore été refaite, après celle-ci ; aucun octet.';
grant execute on function porte.photos_a_refaire to coforme_worker;
