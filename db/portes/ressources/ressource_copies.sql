set local role coforme_porte;

-- Ce que l’attribution doit dire de la version prise, et le rang de la dernière que l’on peut encore prendre.
create or replace function porte.ressource_copies(p_copie uuid)
returns table (id uuid, ressource uuid, version uuid, titre text, genre text, cooperative text, nom_du_pole text, rang integer, dernier integer,
  auteurs text, titulaire text, licence text, d_apres text, d_apres_licence text, tiers text, valable_au date, sources text, fichier_nom text,
  fichier_type text, prise_le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.id, r.id, v.id, r.titre, r.genre, o.nom, p.nom, v.rang,
      coalesce((select max(x.rang) from porte.ressources_visibles() s join ressources.version x on x.organisme_id = s.organisme_id and x.ressource_id = s.id
        where s.organisme_id = r.organisme_id and s.id = r.id), v.rang),
      v.auteurs, v.titulaire, v.licence, v.d_apres, v.d_apres_licence, v.tiers, v.valable_au, v.sources, v.fichier_nom, v.fichier_type, c.prise_le
    from porte.copies_d_ici() c
    join ressources.version v on v.organisme_id = c.de_organisme_id and v.id = c.version_id
    join ressources.ressource r on r.organisme_id = v.organisme_id and r.id = v.ressource_id
    join organisme.organisme o on o.organisme_id = r.organisme_id
    join pole.pole p on p.pole_id = r.pole_id
   where p_copie is null or c.id = p_copie
   order by c.prise_le desc, c.id;
end;
comment on function porte.ressource_copies is 'Les copies que la coopérative a prises, ou l’une d’elles.';
grant execute on function porte.ressource_copies to coforme_app;
