set local role coforme_porte;

create or replace function porte.chercher_actualites(p_mots text, p_le timestamptz, p_limite integer)
returns table (adresse text, titre text, chapo text, pole text, paraitre_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select a.adresse, a.titre, a.chapo, case when a.de_union then (select porte.nom_de_l_union()) else p.nom end, a.paraitre_le
    from portail.parution a join pole.pole p on p.pole_id = a.pole_id
   where a.mots @@ to_tsquery('pg_catalog.french', p_mots) and a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le))
   order by a.paraitre_le desc limit least(p_limite, 100);
end;
grant execute on function porte.chercher_actualites to coforme_app;
