set local role coforme_porte;

-- Un nom est pris par un pôle, ou par une proposition qui attend.
create or replace function porte.code_de_pole_pris(p_code text) returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from pole.pole where code = p_code)
      or exists (select from pole.proposition where code = p_code and etat = 'ouverte');
end;
grant execute on function porte.code_de_pole_pris to coforme_app;
