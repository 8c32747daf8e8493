set local role coforme_porte;

-- Toutes les fiches qui ne font qu'une avec celle-ci, la gardée d'abord, puis les plus proches d'elle.
create or replace function porte.fiches_reunies(p_organisme uuid, p_personne uuid) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  fiche uuid := p_personne;
  suite uuid;
begin
  for i in 1..20 loop
    select f.garde_id into suite from tiers.fusion f
      where f.organisme_id = p_organisme and f.absorbe_id = fiche and f.defaite_le is null;
    exit when suite is null;
    fiche := suite;
  end loop;
  return (with recursive r as (
    select fiche as id, 0 as pas
    union all
    select f.absorbe_id, r.pas + 1 from r join tiers.fusion f
      on f.organisme_id = p_organisme and f.garde_id = r.id and f.defaite_le is null where r.pas < 20)
    select array_agg(id order by pas, id) from r);
end $$;
