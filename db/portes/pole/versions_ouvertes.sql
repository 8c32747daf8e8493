set local role coforme_porte;

create or replace function porte.versions_ouvertes(p_pole text, p_livrable uuid)
returns table (livrable uuid, titre text, groupe text, code text, pole text, version integer, note text, licence text, date_le date,
  valable_au date, lien text, fichier_nom text, fichier_type text, taille integer, bonnes bigint, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select l.id, l.titre, g.nom, p.code, p.nom, v.version, v.note, v.licence, v.date_le, v.valable_au, v.lien, v.fichier_nom, v.fichier_type, v.taille,
         (select count(*) from pole.relecture r where r.pole_id = v.pole_id and r.livrable_id = v.livrable_id and r.version = v.version and r.avis = 'bon'),
         v.le
    from pole.livrable l
    join pole.pole p on p.pole_id = l.pole_id and p.public and p.etat <> 'propose'
    join pole.groupe g on g.pole_id = l.pole_id and g.id = l.groupe_id
    join pole.livrable_version v on v.pole_id = l.pole_id and v.livrable_id = l.id
   where l.dossier_id is null and exists (select from pole.relecture r where r.pole_id = v.pole_id and r.livrable_id = v.livrable_id
       and r.version = v.version and r.avis = 'bon')
     and v.licence = any (app.liste('licences-ouvertes'))
     and (p_pole is null or p.code = p_pole) and (p_livrable is null or l.id = p_livrable)
   order by v.le desc, v.version desc limit 2000;
end;
comment on function porte.versions_ouvertes is 'Les versions sous licence libre qu’une relecture a dites bonnes, lues sans compte ; un dossier fermé n’en montre aucune.';
grant execute on function porte.versions_ouvertes to coforme_app;
