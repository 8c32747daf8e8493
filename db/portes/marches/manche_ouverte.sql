set local role coforme_porte;

-- Depuis quand une manche est ouverte ; rien : les prix ne se scellent plus.
create or replace function porte.manche_ouverte(p_id uuid, p_le timestamptz) returns timestamptz
language sql stable security definer set search_path = ''
begin atomic
  select max(m.ouverte_le) from porte.manches_du_dossier(p_id, porte.heure(p_le)) m where m.ouverte;
end;
comment on function porte.manche_ouverte is 'Depuis quand les prix d’un dossier se scellent de nouveau, à la demande de l’acheteur ; rien : ils ne se scellent plus.';
revoke execute on function porte.manche_ouverte from public;
