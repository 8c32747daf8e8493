set local role coforme_porte;

create or replace function porte.bien_demander(p_id uuid, p_bien uuid, p_objet text, p_configuration text, p_debut timestamptz, p_fin timestamptz, p_le timestamptz,
  p_version integer default null) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  return porte.demander_un_bien(p_id, p_bien, p_objet, p_configuration, p_debut, p_fin, porte.heure(p_le), p_version, false);
end $$;
comment on function porte.bien_demander is 'Réserve un bien d’une autre coopérative, ou prend son tour.';
grant execute on function porte.bien_demander to coforme_app;
