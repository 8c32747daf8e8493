-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.objets_neutres() returns jsonb
language sql stable parallel safe set search_path = '' begin atomic
  select '{"signalement":"Signalement","adaptation":"Demande d’adaptation"}'::jsonb;
end;
comment on function app.objets_neutres is 'Par genre d’affaire protégée, le seul objet que la base garde en clair.';
grant execute on function app.objets_neutres to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
