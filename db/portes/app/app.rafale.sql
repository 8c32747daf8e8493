-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.rafale(p_genre text) returns integer
language sql immutable parallel safe begin atomic
  select case p_genre
    when 'export' then 20
    when 'papier' then 150
  end;
end;
comment on function app.rafale is 'Ce qu’une personne emporte en une heure sans surprendre, par genre de sortie.';
grant execute on function app.rafale to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
