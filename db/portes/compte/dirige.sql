set local role coforme_porte;

create or replace function porte.dirige() returns boolean
language plpgsql stable parallel restricted security definer set search_path = '' as $$
begin
  return porte.tient(app.liste('roles-qui-deleguent'));
end $$;
comment on function porte.dirige is 'Vrai si la personne a, aujourd’hui, le rôle de direction dans l’organisme de la transaction.';
grant execute on function porte.dirige to coforme_app, coforme_owner;
