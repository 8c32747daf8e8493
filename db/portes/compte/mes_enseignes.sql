set local role coforme_porte;

-- Les enseignes ouvertes de l'organisme en cours, dans ma portée, la commune d'abord : celles que l'on peut choisir. Aucune à qui cette
-- coopérative ne s'ouvre plus sans second facteur.
create or replace function porte.mes_enseignes(p_jeton bytea)
returns table (enseigne uuid, nom text, commune boolean, choisie boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select e.id, e.nom, e.commune, s.activite is not distinct from e.id
    from porte.session_valable(p_jeton) s
    join compte.adhesion a on a.compte_id = s.compte and a.organisme_id = s.organisme and a.acceptee_le is not null
     and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())
     and coalesce(porte.code_du(a.organisme_id, a.compte_id) > porte.aujourd_hui(), true)
    join organisme.activite e on e.organisme_id = a.organisme_id and e.fermee_le is null and (a.toutes or e.id = any (a.activites))
   where s.assistance is null order by e.commune desc, e.nom, e.id;
end $$;
grant execute on function porte.mes_enseignes to coforme_app;
