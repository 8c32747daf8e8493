set local role coforme_porte;

-- Le compte de chaque personne de l’enseigne ; nul : elle n’en a pas.
create or replace function porte.personnes_de_l_enseigne(p_activite uuid) returns table (compte uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select g.compte from porte.gens_de_l_enseigne(p_activite) g;
end $$;
revoke execute on function porte.personnes_de_l_enseigne from public;
