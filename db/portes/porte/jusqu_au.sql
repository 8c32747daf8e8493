set local role coforme_porte;

create or replace function porte.jusqu_au(p_dit timestamptz, p_demande timestamptz) returns date
language sql stable security definer set search_path = ''
begin atomic
  -- Qui revient dans un pôle le redit : le dernier des deux compte.
  select (greatest(p_dit, p_demande) at time zone 'Europe/Paris')::date + porte.jours_d_annonce();
end;
