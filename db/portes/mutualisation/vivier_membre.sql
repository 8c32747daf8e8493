set local role coforme_porte;

-- Membre encore de sa coopérative, d’un rôle qui tient une fiche du vivier.
create or replace function porte.vivier_membre(p_organisme uuid, p_compte uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a join compte.compte k on k.id = a.compte_id and k.ferme_le is null
    where a.organisme_id = p_organisme and a.compte_id = p_compte and a.acceptee_le is not null and a.roles && app.liste('roles-des-fiches-du-vivier')
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
revoke execute on function porte.vivier_membre from public;
