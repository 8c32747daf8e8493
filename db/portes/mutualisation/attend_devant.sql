set local role coforme_porte;

create or replace function porte.attend_devant(p_organisme uuid, p_bien uuid, p_creneau tstzrange, p_demandee_le timestamptz, p_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.combien_devant(p_organisme, p_bien, p_creneau, p_demandee_le, p_id) > 0;
end $$;
comment on function porte.attend_devant is 'Une demande d’avant attend encore des heures qui touchent celles-ci, et peut les avoir.';
revoke execute on function porte.attend_devant from public;
