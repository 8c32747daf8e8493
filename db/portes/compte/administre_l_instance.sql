set local role coforme_porte;

create or replace function porte.administre_l_instance() returns boolean
language sql stable security definer set search_path = ''
begin atomic
  select exists (select from compte.compte c where c.id = (select porte.personne()) and c.administre_instance);
end;
grant execute on function porte.administre_l_instance to coforme_app;
