-- La recherche du site lit aussi les « Retour sur » et les livrables que chacune peut reprendre. Sans accent ni casse, comme le reste :
-- ces textes-là ne sont repliés nulle part, la base le fait.
create or replace function app.replier(p_texte text) returns text
language sql immutable parallel safe strict set search_path = ''
return translate(replace(replace(replace(regexp_replace(normalize(lower(normalize(p_texte, NFKD)), NFKD), '[\u0300-\u036f]', '', 'g'),
  'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'øłđ', 'old');
comment on function app.replier is 'Sans accent ni casse, ligatures ouvertes, comme plier() des pages.';
grant execute on function app.replier to coforme_app, coforme_porte, coforme_maintenance;
