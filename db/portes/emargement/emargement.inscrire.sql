create or replace function emargement.inscrire(
  p_id uuid, p_activite uuid, p_objet bytea, p_contenu text,
  out numero bigint, out empreinte bytea, out deja boolean) language sql volatile
begin atomic select r.numero, r.empreinte, r.deja from porte.inscrire_au_registre(p_id, p_activite, p_objet, p_contenu) as r; end;
comment on function emargement.inscrire is 'L’entrée du registre, telle que le module l’appelle.';
grant execute on function emargement.inscrire to coforme_app;
