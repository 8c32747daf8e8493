set local role coforme_porte;

create or replace function porte.nom_de_l_union() returns text
language sql stable security definer set search_path = ''
begin atomic
  select coalesce(nullif((select nom from portail.mention), ''), 'L’Union');
end;
comment on function porte.nom_de_l_union is 'Celui que l’Union s’est donné, pour signer ses actualités.';
