set local role coforme_porte;

-- Ce que le site dit de la version parue, pour qui anime le pôle et s'apprête à en faire paraître une autre.
create or replace function porte.est_de_l_union(p_pole uuid, p_actualite uuid) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from portail.parution a where a.pole_id = p_pole and a.actualite_id = p_actualite and a.de_union
    and a.pole_id = any ((select porte.poles_animes())::uuid[]));
end;
comment on function porte.est_de_l_union is 'Vrai : la version en ligne est dite de l’Union elle-même.';
grant execute on function porte.est_de_l_union to coforme_app;
