-- Simples, stables, sans « set » : PostgreSQL les déplie dans la requête. Jamais « immutable » : une
-- instruction nommée répondrait pour l'organisme précédent. Dans une règle, toujours (select app.x()).
create or replace function app.organisme() returns uuid language sql stable parallel restricted
begin atomic select porte.organisme(); end;
comment on function app.organisme is 'L’organisme établi pour cette transaction, ou null.';
grant execute on function app.organisme to coforme_app, coforme_porte, coforme_file, coforme_maintenance, coforme_migrator;
