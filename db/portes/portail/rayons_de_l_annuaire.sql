set local role coforme_porte;

-- Combien par département, et quels thèmes : la carte et les filtres.
create or replace function porte.rayons_de_l_annuaire() returns table (genre text, nom text, nombre bigint)
language sql stable security definer set search_path = ''
begin atomic
  select 'departement', d.nom, count(*) from portail.fiche f cross join lateral unnest(f.departements) as d (nom)
   where f.publiee_le is not null and porte.identite_visee(f.organisme_id) group by 2
  union all
  select 'theme', t.nom, count(*) from portail.fiche f cross join lateral unnest(f.themes) as t (nom)
   where f.publiee_le is not null and porte.identite_visee(f.organisme_id) group by 2
  union all
  select 'nsf', n.nom, count(*) from portail.fiche f cross join lateral unnest(f.nsf) as n (nom)
   where f.publiee_le is not null and porte.identite_visee(f.organisme_id) group by 2
   order by 1, 3 desc, 2 limit 600;
end;
grant execute on function porte.rayons_de_l_annuaire to coforme_app;
