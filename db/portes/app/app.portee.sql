create or replace function app.portee() returns text language sql stable parallel restricted
begin atomic select porte.portee(); end;
comment on function app.portee is '« * » tout l’organisme, « {uuid,…} » ces enseignes, « {} » rien.';
grant execute on function app.portee to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
