set local role coforme_porte;

-- Pour qui administre : la liste, et ce que chaque délégué·e a reçu. Aucune demande n'y est nommée.
create or replace function porte.delegues() returns table (id uuid, nom text, courriel text, departements text[], recues bigint, repondues bigint, delai_median interval)
language sql stable security definer set search_path = ''
begin atomic
  select d.id, d.nom, d.courriel, d.departements, count(q.id) filter (where q.etat <> 'a-prouver'), count(q.id) filter (where q.etat = 'repondue'),
         percentile_cont(0.5) within group (order by q.repondue_le - q.prouvee_le)
    from portail.delegue d left join portail.demande q on q.delegue_id = d.id
   where d.parti_le is null and (select porte.administre_l_instance()) group by d.id order by d.nom;
end;
grant execute on function porte.delegues to coforme_app;
