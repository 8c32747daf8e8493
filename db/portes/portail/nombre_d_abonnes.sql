set local role coforme_porte;

-- Un nombre, et seulement à qui anime : à qui la lettre partirait.
create or replace function porte.nombre_d_abonnes(p_pole uuid, p_departements text[], p_themes text[]) returns bigint
language sql stable security definer set search_path = ''
begin atomic
  select count(*) from portail.abonnement a
   where p_pole = any ((select porte.poles_animes())::uuid[]) and porte.lettre_le_concerne(a, p_pole, p_departements, p_themes);
end;
grant execute on function porte.nombre_d_abonnes to coforme_app;
