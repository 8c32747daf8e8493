set local role coforme_porte;

create or replace function porte.dire_interet(p_lot text, p_limite timestamptz, p_dit text, p_contenu bytea, p_le timestamptz) returns text
language sql volatile security definer set search_path = ''
begin atomic
  select case when p_dit = 'vu' then 'refuse' else porte.noter_regard(p_lot, p_limite, p_dit, p_contenu, porte.heure(p_le)) end;
end;
grant execute on function porte.dire_interet to coforme_app;
