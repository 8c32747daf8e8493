set local role coforme_porte;

create or replace function porte.bien_preter(p_id uuid, p_pole uuid, p_salle uuid, p_titre text, p_adresse text, p_acces text, p_equipement text,
  p_reglement text, p_membre bigint, p_autre bigint, p_taux integer, p_tampon integer, p_visa boolean, p_une_salle boolean, p_configurations text[],
  p_places integer[], p_jours integer[], p_points integer[], p_le timestamptz)
  returns text
language plpgsql volatile security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) or not p_pole = any (porte.poles()) then return 'refuse'; end if;
  if p_salle is not null and not exists (select from sessions.salle s where s.organisme_id = moi and s.id = p_salle) then return 'introuvable'; end if;
  insert into mutualisation.bien (organisme_id, id, pole_id, salle_id, titre, adresse, acces, equipement, reglement, membre_centimes, autre_centimes,
      taux_points, tampon_minutes, visa, prete_le, une_salle, configurations, places_par, seuils_jours, seuils_points)
    values (moi, p_id, p_pole, p_salle, p_titre, p_adresse, p_acces, p_equipement, p_reglement, p_membre, p_autre, p_taux, p_tampon, p_visa,
      p_le, p_une_salle or p_salle is not null, p_configurations, p_places, p_jours, p_points) on conflict do nothing;
  if found then return 'prete'; end if;
  -- L’identifiant vient de la page : celui du bien d’une autre n’est pas un double envoi.
  return case when exists (select from mutualisation.bien b where b.organisme_id = moi and b.id = p_id) then 'deja'
    when exists (select from mutualisation.bien b where b.id = p_id) then 'introuvable' else 'deja-prete' end;
end $$;
comment on function porte.bien_preter is 'Prête une salle, ou du matériel, aux coopératives d’un pôle.';
grant execute on function porte.bien_preter to coforme_app;
