set local role coforme_porte;

-- À qui lit la fiche du bien ; les octets, d’une seule à la fois. Une image qui n’a pas été refaite porte un lieu, un appareil : sa coopérative seule la lit.
create or replace function porte.bien_photos(p_bien uuid, p_photo uuid)
returns table (photo uuid, legende text, type text, organisme uuid, empreinte text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select x.id, x.legende, x.type, x.organisme_id, x.fichier, case when p_photo is not null then f.octets end
    from mutualisation.bien_photo x
    join (select y.bien, y.organisme from porte.biens(p_bien) y) b on b.bien = x.bien_id and b.organisme = x.organisme_id
    join plateforme.fichier f on f.organisme_id = x.organisme_id and f.empreinte = decode(x.fichier, 'hex')
   where p_bien is not null and x.otee_le is null and (x.type = 'image/webp' or x.organisme_id = (select porte.organisme())) and (p_photo is null or x.id = p_photo)
   order by x.ajoutee_le, x.id;
end;
comment on function porte.bien_photos is 'Les photographies d’un bien, à qui lit sa fiche.';
grant execute on function porte.bien_photos to coforme_app;
