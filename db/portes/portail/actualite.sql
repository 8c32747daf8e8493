set local role coforme_porte;

create or replace function porte.actualite(p_adresse text, p_le timestamptz)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz, corps text, source_nom text, source_url text,
  avant_adresse text, avant_titre text, apres_adresse text, apres_titre text)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code,
         case when a.de_union then (select porte.nom_de_l_union()) else p.nom end,
         a.paraitre_le, a.changee_le, a.corps, a.source_nom, a.source_url, v.adresse, v.titre, s.adresse, s.titre
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null
      and (x.paraitre_le, x.actualite_id) < (a.paraitre_le, a.actualite_id) order by x.paraitre_le desc, x.actualite_id desc limit 1) v on true
    left join lateral (select x.adresse, x.titre from portail.parution x where x.retiree_le is null and x.paraitre_le <= (select porte.heure(p_le))
      and (x.paraitre_le, x.actualite_id) > (a.paraitre_le, a.actualite_id) order by x.paraitre_le, x.actualite_id limit 1) s on true
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le));
end;
grant execute on function porte.actualite to coforme_app;
