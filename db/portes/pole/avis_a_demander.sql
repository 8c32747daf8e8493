set local role coforme_porte;

-- L'avis de qui tient le département : demandé par courriel, donné par un lien prouvé. Il éclaire, il ne bloque pas.
create or replace function porte.avis_a_demander(p_id uuid) returns table (delegue text, courriel text)
language sql stable security definer set search_path = ''
begin atomic
  select d.nom, d.courriel from pole.proposition p
    join portail.delegue d on d.parti_le is null and (p.departement = any (d.departements) or cardinality(d.departements) = 0)
   where p.id = p_id and p.etat = 'ouverte' and p.avis is null
   order by cardinality(d.departements) = 0, d.depuis_le limit 1;
end;
