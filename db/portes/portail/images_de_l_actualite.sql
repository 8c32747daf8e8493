set local role coforme_porte;

create or replace function porte.images_de_l_actualite(p_adresse text, p_le timestamptz) returns table (id uuid, largeur integer, hauteur integer)
language sql stable security definer set search_path = ''
begin atomic
  select i.id, i.largeur, i.hauteur
    from portail.parution a join portail.image i on i.pole_id = a.pole_id and i.id = any (a.images)
   where a.adresse = p_adresse and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le));
end;
comment on function porte.images_de_l_actualite is 'La taille des images du texte d’une actualité parue.';
grant execute on function porte.images_de_l_actualite to coforme_app;
