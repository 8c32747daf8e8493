set local role coforme_porte;

create or replace function porte.fichier_ouvert(p_livrable uuid, p_version integer) returns table (nom text, type text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select v.fichier_nom, v.fichier_type, v.octets
    from porte.versions_ouvertes(null, p_livrable) o
    join pole.livrable_version v on v.livrable_id = o.livrable and v.version = o.version
   where o.version = p_version and v.octets is not null;
end;
grant execute on function porte.fichier_ouvert to coforme_app;
