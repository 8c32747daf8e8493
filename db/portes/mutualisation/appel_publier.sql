set local role coforme_porte;

create or replace function porte.appel_publier(p_id uuid, p_pole uuid, p_objet text, p_publics text, p_stagiaires integer, p_lieu text, p_attendus text,
  p_exigences text, p_debut integer, p_fin integer, p_dirige text, p_payeur text, p_prix_genre text, p_min bigint, p_max bigint, p_vu_de text,
  p_choisies uuid[], p_fiches uuid[], p_jusqu_au timestamptz, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-appels')) or not p_pole = any (porte.poles()) then return 'refuse'; end if;
  if not p_jusqu_au > p_le then return 'echeance'; end if;
  -- Montré à qui n’est pas de ce pôle, il ne se lirait pas.
  if exists (select from unnest(p_choisies) c (id) where not porte.courant_membre(p_pole, c.id))
      or exists (select from unnest(p_fiches) c (id) where not exists (select from mutualisation.fiche f
        where f.id = c.id and porte.courant_membre(p_pole, f.organisme_id))) then return 'hors-pole'; end if;
  insert into mutualisation.appel (organisme_id, id, pole_id, objet, publics, stagiaires, lieu, attendus, exigences, debut_minutes, fin_minutes, dirige,
      payeur, prix_genre, prix_min, prix_max, vu_de, choisies, fiches, jusqu_au, publie_le, publie_par)
    values (porte.organisme(), p_id, p_pole, p_objet, p_publics, p_stagiaires, p_lieu, p_attendus, p_exigences, p_debut, p_fin, p_dirige, p_payeur,
      p_prix_genre, p_min, p_max, p_vu_de, p_choisies, p_fiches, p_jusqu_au, p_le, porte.personne()) on conflict do nothing;
  return case when found then 'publie' when exists (select from mutualisation.appel a where a.organisme_id = porte.organisme() and a.id = p_id) then 'deja' else 'refuse' end;
end $$;
comment on function porte.appel_publier is 'Publie un appel à intervention dans un pôle.';
grant execute on function porte.appel_publier to coforme_app;
