set local role coforme_porte;

-- L'actualité en ligne est de l'Union elle-même, et non d'un pôle : qui administre l'instance le dit, en la faisant paraître.
create or replace function porte.signer_de_l_union(p_pole uuid, p_actualite uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not porte.administre_l_instance() or not p_pole = any (porte.poles_animes()) then return false; end if;
  update portail.parution set de_union = true where pole_id = p_pole and actualite_id = p_actualite;
  return found;
end $$;
comment on function porte.signer_de_l_union is 'Vrai : le site la dit de l’Union, jusqu’à ce qu’une autre version paraisse.';
grant execute on function porte.signer_de_l_union to coforme_app;
