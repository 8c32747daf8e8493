set local role coforme_porte;

-- Un exemplaire garde les parts et les personnes dont il parle : que l’une change, finisse ou s’ajoute, et il ne se signe plus, de personne.
create or replace function porte.convention_perimee(p_piece uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  jour date := porte.aujourd_hui();
  p record;
begin
  select x.donnees::jsonb as d, x.objet_id as marque into p from documents.piece x
   where x.organisme_id = moi and x.id = p_piece and x.genre = 'convention-commune';
  if not found or p.d -> 'cadres' is null or p.d -> 'gens' is null then return false; end if;
  return array(select x::uuid from jsonb_array_elements_text(p.d -> 'cadres') x order by 1)
      <> array(select m.id from cae.mission m where m.organisme_id = moi and m.acheteuse_id = p.marque and m.genre = 'cadre' and m.cle = 'pourcent'
        and m.etat = 'accordee' and (m.au is null or m.au >= jour) order by 1)
    or array(select x::uuid from jsonb_array_elements_text(p.d -> 'gens') x order by 1)
      <> array(select distinct g.fiche from (select p.marque as id union select m.vendeuse_id from cae.mission m where m.organisme_id = moi
          and m.acheteuse_id = p.marque and m.genre = 'cadre' and m.cle = 'pourcent' and m.etat = 'accordee' and (m.au is null or m.au >= jour)) e
        cross join lateral porte.gens_de_l_enseigne(e.id) g order by 1);
end $$;
comment on function porte.convention_perimee is 'Les parts, ou les personnes, ont changé depuis que cet exemplaire est établi.';
grant execute on function porte.convention_perimee to coforme_app;
