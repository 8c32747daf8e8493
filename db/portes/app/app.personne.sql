create or replace function app.personne() returns uuid language sql stable parallel restricted
begin atomic select porte.personne(); end;
grant execute on function app.personne to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
