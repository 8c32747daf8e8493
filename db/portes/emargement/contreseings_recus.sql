set local role coforme_porte;

create or replace function porte.contreseings_recus()
returns table (temoin uuid, nom text, numero bigint, jalon bytea, vaut boolean, raison text, contenu text, signature bytea, cle bytea, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select c.organisme_id, o.nom, g.numero, c.jalon, c.vaut, c.raison, c.contenu, c.signature, c.cle, c.le
    from emargement.contreseing c
    join emargement.jalon_garde g on g.organisme_id = c.organisme_id and g.de_organisme_id = c.de_organisme_id and g.jalon = c.jalon
    join organisme.organisme o on o.organisme_id = c.organisme_id
   where c.de_organisme_id = (select porte.organisme()) order by g.numero, o.nom;
end;
comment on function porte.contreseings_recus is 'Ce que nos témoins ont dit de nos jalons.';
grant execute on function porte.contreseings_recus to coforme_app;
