set local role coforme_porte;

-- Met en ligne, maintenant ou plus tard, la version enregistrée. Rend l'adresse, ou null si l'actualité n'est pas d'un pôle qu'on anime.
create or replace function porte.faire_paraitre(p_pole uuid, p_actualite uuid, p_adresse text, p_pli text, p_le timestamptz, p_maintenant timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare a text := p_adresse; deja text;
begin
  p_maintenant := porte.heure(p_maintenant);
  if not p_pole = any (porte.poles_animes()) then
    raise exception 'Qui anime le pôle publie ses actualités.' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtext('coforme'), hashtext('portail.adresse'));
  select p.adresse into deja from portail.parution p where p.actualite_id = p_actualite;
  if deja is not null then a := deja;
  else
    for i in 2..1000 loop
      exit when not exists (select from portail.parution p where p.adresse = a);
      a := left(p_adresse, 110) || '-' || i;
    end loop;
  end if;
  insert into portail.parution (actualite_id, pole_id, adresse, titre, chapo, corps, etiquettes, image_id, image_alt, image_largeur, image_hauteur,
      source_nom, source_url, version, paraitre_le, changee_le, pli, images)
    select x.id, x.pole_id, a, x.titre, x.chapo, x.corps, x.etiquettes, x.image_id, x.image_alt, i.largeur, i.hauteur,
           x.source_nom, x.source_url, x.version, p_le, p_maintenant, p_pli, porte.images_du_texte(x.pole_id, x.corps)
      from portail.actualite x left join portail.image i on i.pole_id = x.pole_id and i.id = x.image_id
     where x.pole_id = p_pole and x.id = p_actualite
    on conflict (actualite_id) do update set titre = excluded.titre, chapo = excluded.chapo, corps = excluded.corps,
      etiquettes = excluded.etiquettes, image_id = excluded.image_id, image_alt = excluded.image_alt, image_largeur = excluded.image_largeur,
      image_hauteur = excluded.image_hauteur, source_nom = excluded.source_nom, source_url = excluded.source_url, version = excluded.version,
      paraitre_le = excluded.paraitre_le, changee_le = excluded.changee_le, pli = excluded.pli, images = excluded.images, retiree_le = null, de_union = false;
  return case when found then a end;
end $$;
grant execute on function porte.faire_paraitre to coforme_app;
