set local role coforme_porte;

create or replace function porte.changer_nom(p_jeton bytea, p_prenom text, p_nom text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update compte.compte c set prenom = p_prenom, nom = p_nom from porte.session_valable(p_jeton) s where c.id = s.compte;
  return found;
end $$;
grant execute on function porte.changer_nom to coforme_app;
