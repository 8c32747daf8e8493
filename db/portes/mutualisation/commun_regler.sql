set local role coforme_porte;

create or replace function porte.commun_regler(p_texte text, p_forme text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  dernier record;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4820, hashtext(moi::text));
  -- Un groupement d’employeurs ne forme pas en son nom : il n’a pas besoin d’être déclaré.
  if p_forme = 'organisme' and exists (select from organisme.organisme o where o.organisme_id = moi and o.nda is null) then return 'sans-nda'; end if;
  if exists (select from mutualisation.membre_commun m where m.membre_id = moi and m.etat = 'membre') then return 'cascade'; end if;
  select r.rang, r.texte, r.forme into dernier from mutualisation.regle_commune r where r.organisme_id = moi order by r.rang desc limit 1;
  if dernier.texte = p_texte and dernier.forme = p_forme then return 'regle'; end if;
  -- Répondre solidairement de salaires ne s’apprend pas d’un texte changé : on en sort, puis on y entre.
  if dernier.forme <> p_forme and exists (select from mutualisation.membre_commun m where m.organisme_id = moi and m.fini_le is null) then return 'forme'; end if;
  insert into mutualisation.regle_commune (organisme_id, rang, texte, ecrite_le, ecrite_par, forme)
    values (moi, coalesce(dernier.rang, 0) + 1, p_texte, p_le, porte.personne(), p_forme);
  return 'regle';
end $$;
comment on function porte.commun_regler is 'La direction d’un organisme commun écrit qui répond de quoi.';
grant execute on function porte.commun_regler to coforme_app;
