set local role coforme_porte;

-- La liste publique, la plus récente d'abord, à partir d'un repère ; sans les corps, qui pèsent.
create or replace function porte.actualites(p_le timestamptz, p_pole text, p_etiquette text, p_du timestamptz, p_au timestamptz,
  p_avant timestamptz, p_avant_id uuid, p_limite integer)
returns table (id uuid, adresse text, titre text, chapo text, etiquettes text[], image_id uuid, image_alt text, image_largeur integer,
  image_hauteur integer, code text, pole text, paraitre_le timestamptz, changee_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.actualite_id, a.adresse, a.titre, a.chapo, a.etiquettes, a.image_id, a.image_alt, a.image_largeur, a.image_hauteur, p.code,
         case when a.de_union then (select porte.nom_de_l_union()) else p.nom end,
         a.paraitre_le, a.changee_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le))
     and (p_pole is null or p.code = p_pole) and (p_etiquette is null or p_etiquette = any (a.etiquettes))
     and (p_du is null or a.paraitre_le >= p_du) and (p_au is null or a.paraitre_le < p_au)
     and (p_avant is null or (a.paraitre_le, a.actualite_id) < (p_avant, p_avant_id))
   order by a.paraitre_le desc, a.actualite_id desc limit least(p_limite, 1001);
end;
grant execute on function porte.actualites to coforme_app;
