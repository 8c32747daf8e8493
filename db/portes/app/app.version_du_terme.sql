-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.version_du_terme(p_nom text) returns integer
language sql immutable parallel safe begin atomic
  select case p_nom
    when 'fiche' then 1
    when 'disponibilites' then 1
    when 'plancher' then 1
    when 'publique' then 1
    when 'dossier' then 1
  end;
end;
comment on function app.version_du_terme is 'La version d’aujourd’hui d’un texte que l’on accepte au vivier, par son nom.';
grant execute on function app.version_du_terme to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
