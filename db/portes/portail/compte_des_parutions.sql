set local role coforme_porte;

create or replace function porte.compte_des_parutions() returns bigint
language sql stable security definer set search_path = ''
begin atomic
  select numero from portail.compteur;
end;
comment on function porte.compte_des_parutions is 'Change avec tout ce que le public lit : une page gardée en mémoire ne vaut que sous le même nombre.';
grant execute on function porte.compte_des_parutions to coforme_app;
