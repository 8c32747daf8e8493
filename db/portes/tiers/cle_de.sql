set local role coforme_porte;

-- Le compte d'un intervenant est celui de l'une de ses fiches réunies : la gardée d'abord.
create or replace function porte.cle_de(p_organisme uuid, p_personne uuid, p_compte uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  fiches uuid[] := porte.fiches_reunies(p_organisme, p_personne);
  compte_ uuid := p_compte;
begin
  if compte_ is null then
    select v.compte_id into compte_ from tiers.intervenant v
      where v.organisme_id = p_organisme and v.personne_id = any (fiches) and v.compte_id is not null
      order by array_position(fiches, v.personne_id) limit 1;
  end if;
  return coalesce((select a.compte_id from compte.adhesion a
    where a.organisme_id = p_organisme and a.compte_id = compte_ and a.acceptee_le is not null
      and (a.au is null or a.au >= porte.aujourd_hui())), porte.cle_propre('personne', p_organisme, fiches[1]));
end $$;
