create or replace function app.activites() returns uuid[] language sql stable parallel restricted
begin atomic select case when p = '*' then '{}' else p end::uuid[] from porte.portee() as p; end;
grant execute on function app.activites to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
