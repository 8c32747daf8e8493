set local role coforme_porte;

-- Les personnes d’une marque commune et de chaque enseigne qui y a une part accordée et qui court. À qui agit pour toutes ; sinon, celles de ses enseignes.
create or replace function porte.gens_de_la_marque(p_marque uuid) returns table (activite uuid, fiche uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return; end if;
  return query
    select e.id, g.fiche from (
      select p_marque as id union
      select m.vendeuse_id from cae.mission m where m.organisme_id = porte.organisme() and m.acheteuse_id = p_marque and m.genre = 'cadre' and m.cle = 'pourcent'
        and m.etat = 'accordee' and (m.au is null or m.au >= porte.aujourd_hui())) e
      cross join lateral porte.gens_de_l_enseigne(e.id) g
     where app.toutes_activites() or e.id = any (app.activites());
end $$;
comment on function porte.gens_de_la_marque is 'Les personnes parties à une activité commune, par enseigne.';
grant execute on function porte.gens_de_la_marque to coforme_app;
