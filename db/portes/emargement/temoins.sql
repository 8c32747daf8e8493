set local role coforme_porte;

create or replace function porte.temoins()
returns table (nous boolean, organisme_id uuid, nom text, etat text, demande_le timestamptz, repondu_le timestamptz, gardes bigint, dernier bigint,
  contresignes bigint, contredits bigint)
language sql stable security definer set search_path = ''
begin atomic
  select x.nous, x.autre, o.nom, x.etat, x.demande_le, x.repondu_le, count(g.jalon), coalesce(max(g.numero), 0),
      count(c.jalon) filter (where c.vaut), count(c.jalon) filter (where not c.vaut)
    from (select t.organisme_id = (select porte.organisme()) as nous,
            case when t.organisme_id = (select porte.organisme()) then t.temoin_id else t.organisme_id end as autre, t.*
          from emargement.temoin t
          where t.organisme_id = (select porte.organisme()) or t.temoin_id = (select porte.organisme())) x
    join organisme.organisme o on o.organisme_id = x.autre
    left join emargement.jalon_garde g on g.organisme_id = x.temoin_id and g.de_organisme_id = x.organisme_id
    left join emargement.contreseing c on c.organisme_id = g.organisme_id and c.de_organisme_id = g.de_organisme_id and c.jalon = g.jalon
   group by 1, 2, 3, 4, 5, 6 order by 1 desc, 3;
end;
comment on function porte.temoins is '« nous » : ils témoignent pour nous ; sinon, nous pour eux. Ce qui est gardé et contresigné avec.';
grant execute on function porte.temoins to coforme_app;
