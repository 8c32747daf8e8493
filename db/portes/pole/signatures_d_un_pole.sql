set local role coforme_porte;

create or replace function porte.signatures_d_un_pole() returns integer
language sql stable security definer set search_path = ''
begin atomic
  select coalesce((select signatures from pole.reglage), 3);
end;
comment on function porte.signatures_d_un_pole is 'Combien de coopératives signent pour qu’un pôle naisse, celle qui propose comprise.';
grant execute on function porte.signatures_d_un_pole to coforme_app;
