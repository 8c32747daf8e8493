set local role coforme_porte;

create or replace function porte.administre_l_instance() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.administre(porte.personne());
end $$;
comment on function porte.administre_l_instance is 'Vrai si la personne de la transaction administre l’instance, second facteur activé.';
grant execute on function porte.administre_l_instance to coforme_app;
