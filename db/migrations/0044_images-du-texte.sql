-- Des images dans le texte d'une actualité : une marque « ![ce qu'elle montre](image:identifiant) », et la même règle qu'en tête. Une
-- image ne se lit sans compte que si une actualité parue la montre.
alter table portail.parution add column images uuid[] not null default '{}';
create index on portail.parution using gin (images);

set local role coforme_porte;
-- Les images du texte sont celles du pôle qui le publie, et elles seules : l'identifiant d'une image d'un autre pôle ne montre rien.
create function porte.images_du_texte(p_pole uuid, p_corps text) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct i.id), '{}')
    from regexp_matches(p_corps, '\]\(image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)', 'g') as m
    join portail.image i on i.pole_id = p_pole and i.id = m[1]::uuid;
$$;

create or replace function porte.faire_paraitre(p_pole uuid, p_actualite uuid, p_adresse text, p_pli text, p_le timestamptz, p_maintenant timestamptz)
returns text language plpgsql volatile security definer set search_path = '' as $$
declare a text := p_adresse; deja text;
begin
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
      paraitre_le = excluded.paraitre_le, changee_le = excluded.changee_le, pli = excluded.pli, images = excluded.images, retiree_le = null;
  return case when found then a end;
end $$;

create or replace function porte.image_parue(p_image uuid, p_petite boolean, p_le timestamptz) returns bytea
language sql stable security definer set search_path = ''
begin atomic
  select case when p_petite then i.petite else i.grande end
    from portail.image i
   where i.id = p_image and (
     exists (select from portail.parution a where a.pole_id = i.pole_id and a.image_id = p_image and a.retiree_le is null and a.paraitre_le <= p_le)
     or exists (select from portail.parution a where a.pole_id = i.pole_id and a.images @> array[p_image] and a.retiree_le is null
       and a.paraitre_le <= p_le))
   limit 1;
end;

create function porte.images_de_l_actualite(p_adresse text, p_le timestamptz) returns table (id uuid, largeur integer, hauteur integer)
language sql stable security definer set search_path = ''
begin atomic
  select i.id, i.largeur, i.hauteur
    from portail.parution a join portail.image i on i.pole_id = a.pole_id and i.id = any (a.images)
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= p_le;
end;
comment on function porte.images_de_l_actualite is 'La taille des images du texte d’une actualité parue.';
grant execute on function porte.images_de_l_actualite(text, timestamptz) to coforme_app;
set local role coforme_owner;
