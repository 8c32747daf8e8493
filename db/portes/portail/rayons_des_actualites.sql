set local role coforme_porte;

-- Les archives (par année, à l'heure de Paris) et les étiquettes, avec leur compte.
create or replace function porte.rayons_des_actualites(p_le timestamptz) returns table (genre text, nom text, nombre bigint)
language sql stable security definer set search_path = ''
begin atomic
  select 'annee', to_char(a.paraitre_le at time zone 'Europe/Paris', 'YYYY'), count(*) from portail.parution a
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)) group by 2
  union all
  select 'etiquette', e.nom, count(*) from portail.parution a cross join lateral unnest(a.etiquettes) as e (nom)
   where a.retiree_le is null and a.paraitre_le <= (select porte.heure(p_le)) group by 2
   order by 1, 3 desc, 2 limit 200;
end;
grant execute on function porte.rayons_des_actualites to coforme_app;
