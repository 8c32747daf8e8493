set local role coforme_porte;

create or replace function porte.horloge_est_libre() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  -- Permis : une démonstration.
  return exists (select from plateforme.horloge_libre where depuis > clock_timestamp() - interval '1 day');
end $$;
