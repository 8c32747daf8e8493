set local role coforme_porte;

create or replace function porte.commun_regler(p_texte text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  dernier record;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-qui-deleguent')) then return 'refuse'; end if;
  perform pg_advisory_xact_lock(4820, hashtext(moi::text));
  if exists (select from organisme.organisme o where o.organisme_id = moi and o.nda is null) then return 'sans-nda'; end if;
  if exists (select from mutualisation.membre_commun m where m.membre_id = moi and m.etat = 'membre') then return 'cascade'; end if;
  select r.rang, r.texte into dernier from mutualisation.regle_commune r where r.organisme_id = moi order by r.rang desc limit 1;
  if dernier.texte = p_texte then return 'regle'; end if;
  insert into mutualisation.regle_commune (organisme_id, rang, texte, ecrite_le, ecrite_par)
    values (moi, coalesce(dernier.rang, 0) + 1, p_texte, p_le, porte.personne());
  return 'regle';
end $$;
comment on function porte.commun_regler is 'La direction d’un organisme commun écrit qui répond de quoi.';
grant execute on function porte.commun_regler to coforme_app;
