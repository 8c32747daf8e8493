set local role coforme_porte;

-- La personne qui demande tient un rôle d'administration, sur toute la coopérative.
create or replace function porte.administre_ici() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.est_une_tache() or exists (
    select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
      and a.roles && app.liste('roles-qui-administrent') and a.toutes and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
