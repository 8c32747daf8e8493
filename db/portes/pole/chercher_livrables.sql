set local role coforme_porte;

-- Les mêmes lignes que porte.versions_ouvertes, la dernière de chaque livrable ; le titre et la note se cherchent ensemble.
create or replace function porte.chercher_livrables(p_mots text, p_limite integer)
returns table (livrable uuid, titre text, pole text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select t.livrable, t.titre, t.pole, t.le from (
    select distinct on (l.id) l.id as livrable, l.titre, p.nom as pole, v.le, l.mots || v.mots as mots
      from pole.livrable l
      join pole.pole p on p.pole_id = l.pole_id and p.public and p.etat <> 'propose'
      join pole.livrable_version v on v.pole_id = l.pole_id and v.livrable_id = l.id
     where l.dossier_id is null and exists (select from pole.relecture r where r.pole_id = v.pole_id and r.livrable_id = v.livrable_id
         and r.version = v.version and r.avis = 'bon')
       and v.licence = any (app.liste('licences-ouvertes'))
     order by l.id, v.version desc) t
   where t.mots @@ to_tsquery('pg_catalog.french', p_mots)
   order by t.le desc, t.livrable limit least(p_limite, 100);
end;
comment on function porte.chercher_livrables is 'Les livrables sous licence libre, relus, qui répondent à ces mots, lus sans compte ; un dossier fermé n’en montre aucun.';
grant execute on function porte.chercher_livrables to coforme_app;
