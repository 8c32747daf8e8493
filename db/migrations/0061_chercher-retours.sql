-- La recherche du site lit aussi les « Retour sur » et les livrables que chacune peut reprendre. Sans accent ni casse, comme le reste :
-- ces textes-là ne sont repliés nulle part, la base le fait.
create function app.replier(p_texte text) returns text
language sql immutable parallel safe strict set search_path = ''
return translate(replace(replace(replace(regexp_replace(normalize(lower(normalize(p_texte, NFKD)), NFKD), '[\u0300-\u036f]', '', 'g'),
  'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'øłđ', 'old');
comment on function app.replier is 'Sans accent ni casse, ligatures ouvertes, comme plier() des pages.';
-- La restauration recalcule ces colonnes.
grant execute on function app.replier(text) to coforme_app, coforme_porte, coforme_maintenance;

-- Ce que la page montre, et rien d'autre : le retour est déjà public quand il se cherche.
alter table pole.retour add column mots tsvector generated always as (to_tsvector('pg_catalog.french', app.replier(
  coalesce(contenu ->> 'titre', '') || ' ' || coalesce(contenu ->> 'chapo', '') || ' ' || coalesce(contenu ->> 'pole', '') || ' ' ||
  coalesce(contenu ->> 'hote', '') || ' ' || coalesce(contenu ->> 'recit', '') || ' ' || coalesce(contenu ->> 'cooperatives', '') || ' ' ||
  coalesce(contenu ->> 'sujets', '') || ' ' ||
  -- Leurs valeurs seules : par leurs clés, « titre » ou « mandat » trouvaient tous les retours.
  coalesce(jsonb_path_query_array(contenu, '$.decisions[*].*') #>> '{}', '') || ' ' ||
  coalesce(jsonb_path_query_array(contenu, '$.groupes[*].*') #>> '{}', '')))) stored;
create index retour_mots on pole.retour using gin (mots) where publie_le is not null and retire_le is null;
alter table pole.livrable add column mots tsvector
  generated always as (to_tsvector('pg_catalog.french', app.replier(titre))) stored;
alter table pole.livrable_version add column mots tsvector
  generated always as (to_tsvector('pg_catalog.french', app.replier(note || ' ' || coalesce(fichier_nom, '')))) stored;
call app.laisser_lire('pole.retour', 'adresse, contenu, publie_le, mots');
call app.laisser_lire('pole.livrable', 'mots');
call app.laisser_lire('pole.livrable_version', 'mots');

set local role coforme_porte;
create function porte.chercher_retours(p_mots text, p_limite integer)
returns table (adresse text, titre text, pole text, jour text)
language sql stable security definer set search_path = ''
begin atomic
  select r.adresse, r.contenu ->> 'titre', r.contenu ->> 'pole', r.contenu ->> 'jour'
    from pole.retour r
   where r.mots @@ to_tsquery('pg_catalog.french', p_mots) and r.publie_le is not null and r.retire_le is null
   order by r.publie_le desc, r.adresse limit least(p_limite, 100);
end;
comment on function porte.chercher_retours is 'Les « Retour sur » en ligne qui répondent à ces mots, le plus récent d’abord, lus sans compte.';

-- Les mêmes lignes que porte.versions_ouvertes, la dernière de chaque livrable ; le titre et la note se cherchent ensemble.
create function porte.chercher_livrables(p_mots text, p_limite integer)
returns table (livrable uuid, titre text, pole text, le timestamptz)
language sql stable security definer set search_path = ''
begin atomic
  select t.livrable, t.titre, t.pole, t.le from (
    select distinct on (l.id) l.id as livrable, l.titre, p.nom as pole, v.le, l.mots || v.mots as mots
      from pole.livrable l
      join pole.pole p on p.pole_id = l.pole_id and p.public and p.etat <> 'propose'
      join pole.livrable_version v on v.pole_id = l.pole_id and v.livrable_id = l.id
     where l.dossier_id is null and v.licence in ('cc-by', 'cc-by-sa', 'cc-by-nc-sa')
     order by l.id, v.version desc) t
   where t.mots @@ to_tsquery('pg_catalog.french', p_mots)
   order by t.le desc, t.livrable limit least(p_limite, 100);
end;
comment on function porte.chercher_livrables is 'Les livrables sous licence libre qui répondent à ces mots, lus sans compte ; un dossier fermé n’en montre aucun.';
grant execute on function porte.chercher_retours(text, integer), porte.chercher_livrables(text, integer) to coforme_app;
set local role coforme_owner;
