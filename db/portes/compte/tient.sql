set local role coforme_porte;

-- La personne de la transaction tient, aujourd'hui, un de ces rôles dans son organisme.
create or replace function porte.tient(p_roles text[]) returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
    and a.roles && p_roles and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
revoke execute on function porte.tient from public;
