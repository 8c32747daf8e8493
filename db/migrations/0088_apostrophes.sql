-- Une apostrophe typographique ne coupait pas les mots : « d’évaluation » s'indexait d'un bloc, et ne se trouvait pas.
alter table portail.parution alter column mots set expression as (to_tsvector('pg_catalog.french', translate(pli, '’', ' ')));
alter table portail.fiche alter column mots set expression as (to_tsvector('pg_catalog.french', translate(pli, '’', ' ')));
alter table pole.retour alter column mots set expression as (to_tsvector('pg_catalog.french', translate(app.replier(
  coalesce(contenu ->> 'titre', '') || ' ' || coalesce(contenu ->> 'chapo', '') || ' ' || coalesce(contenu ->> 'pole', '') || ' ' ||
  coalesce(contenu ->> 'hote', '') || ' ' || coalesce(contenu ->> 'recit', '') || ' ' || coalesce(contenu ->> 'cooperatives', '') || ' ' ||
  coalesce(contenu ->> 'sujets', '') || ' ' ||
  -- Leurs valeurs seules : par leurs clés, « titre » ou « mandat » trouvaient tous les retours.
  coalesce(jsonb_path_query_array(contenu, '$.decisions[*].*') #>> '{}', '') || ' ' ||
  coalesce(jsonb_path_query_array(contenu, '$.groupes[*].*') #>> '{}', '')), '’', ' ')));
alter table pole.livrable alter column mots set expression as (to_tsvector('pg_catalog.french', translate(app.replier(titre), '’', ' ')));
alter table pole.livrable_version alter column mots set expression as (to_tsvector('pg_catalog.french', translate(app.replier(note || ' ' || coalesce(fichier_nom, '')), '’', ' ')));
alter table catalogue.fiche alter column mots set expression as (to_tsvector('pg_catalog.french', translate(recherche, '’', ' ')));
