create or replace function app.genres_sans_visa() returns text[] language sql stable parallel safe set search_path = '' begin atomic
  select array_agg(g.genre) from app.fiches_de_genres() g where not g.engage;
end;
comment on function app.genres_sans_visa is 'Les genres qui n’engagent pas envers un client : ils se signent sans visa. Un genre sans fiche n’en est pas.';
grant execute on function app.genres_sans_visa to coforme_app, coforme_porte, coforme_maintenance;
