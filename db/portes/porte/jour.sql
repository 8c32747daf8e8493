set local role coforme_porte;

-- Le jour d'ici n'est pas celui de Paris en outre-mer : à un jour près, celui que dit l'application vaut.
create or replace function porte.jour(p_dit date) returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  if abs(p_dit - porte.aujourd_hui()) <= 1 or porte.horloge_est_libre() then return p_dit; end if;
  return porte.aujourd_hui();
end $$;
