set local role coforme_porte;

-- Une tâche ou la ligne de commande : leurs rôles, et non l'absence de personne, qu'un lien partage avec eux.
create or replace function porte.est_une_tache() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return session_user in ('coforme_worker', 'coforme_migrator') and porte.organisme() is not null and porte.personne() is null;
end $$;
grant execute on function porte.est_une_tache to coforme_maintenance;
