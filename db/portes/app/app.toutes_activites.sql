create or replace function app.toutes_activites() returns boolean language sql stable parallel restricted
begin atomic select porte.portee() = '*'; end;
grant execute on function app.toutes_activites to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
