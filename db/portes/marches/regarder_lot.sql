set local role coforme_porte;

-- Ouvrir la page d’un lot écrit la même ligne que s’y dire intéressée.
create or replace function porte.regarder_lot(p_lot text, p_limite timestamptz, p_bruit bytea, p_le timestamptz) returns text
language sql volatile security definer set search_path = ''
begin atomic
  select porte.noter_regard(p_lot, p_limite, 'vu', p_bruit, porte.heure(p_le));
end;
grant execute on function porte.regarder_lot to coforme_app;
