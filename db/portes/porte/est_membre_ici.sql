set local role coforme_porte;

create or replace function porte.est_membre_ici() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.est_une_tache() or porte.organisme() is not null and porte.personne() is not null;
end $$;
