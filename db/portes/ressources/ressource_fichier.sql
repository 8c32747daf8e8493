set local role coforme_porte;

-- À qui lit la ressource, d’une œuvre réservée à celle qui l’a déposée seule ; à qui en tient une copie, même retirée, même hors du pôle.
create or replace function porte.ressource_fichier(p_version uuid) returns table (nom text, type text, octets bytea)
language sql stable security definer set search_path = ''
begin atomic
  select v.fichier_nom, v.fichier_type, v.octets from ressources.version v
   where v.id = p_version and (
     exists (select from porte.ressources_visibles() r where r.organisme_id = v.organisme_id and r.id = v.ressource_id
       and (r.organisme_id = (select porte.organisme()) or v.licence = any (app.liste('licences-qui-se-reprennent'))))
     or exists (select from porte.copies_d_ici() c where c.de_organisme_id = v.organisme_id and c.version_id = v.id));
end;
comment on function porte.ressource_fichier is 'Le fichier d’une version d’un document mis en commun.';
grant execute on function porte.ressource_fichier to coforme_app;
