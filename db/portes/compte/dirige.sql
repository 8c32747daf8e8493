set local role coforme_porte;

create or replace function porte.dirige() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
    and 'responsable' = any (a.roles) and a.acceptee_le is not null
    and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui()));
end $$;
comment on function porte.dirige is 'Vrai si la personne a, aujourd’hui, le rôle de direction dans l’organisme de la transaction.';
grant execute on function porte.dirige to coforme_app, coforme_owner;
