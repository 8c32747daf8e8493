set local role coforme_porte;

-- Ce qu'une personne emporte se compte ici, par ce jeton ; beaucoup, en une heure, le fait savoir à sa coopérative. Même en lecture seule, où
-- rien d'autre ne s'écrit. Le seuil est du domaine : qui appelle ne choisit ni le nombre, ni de qui l'on parle.
create or replace function porte.compter_une_sortie(p_jeton bytea, p_genre text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare s record; seuil integer := app.rafale(p_genre);
begin
  if seuil is null then return false; end if;
  select v.compte, v.organisme into s from porte.session_valable(p_jeton) v join compte.adhesion a
    on a.organisme_id = v.organisme and a.compte_id = v.compte and a.acceptee_le is not null and v.assistance is null;
  if not found or porte.compter(sha256(convert_to(concat_ws(' ', 'rafale', p_genre, s.organisme, s.compte), 'UTF8')), 3600, seuil) then
    return false;
  end if;
  perform porte.enfiler('organisme.alerter-rafale', jsonb_build_object('organisme', s.organisme, 'personne', s.compte, 'genre', p_genre),
    'rafale:' || s.organisme || ':' || s.compte || ':' || p_genre, null);
  return true;
end $$;
comment on function porte.compter_une_sortie is 'Compte une liste ou un papier emporté par ce membre ; vrai, et l’alerte part, quand il y en a beaucoup pour une heure.';
grant execute on function porte.compter_une_sortie to coforme_app;
