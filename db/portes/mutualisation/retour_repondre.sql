set local role coforme_porte;

-- La personne répond, change sa réponse, et dit si qui lit sa fiche lit les deux. Elle seule.
create or replace function porte.retour_repondre(p_id uuid, p_reponse text, p_partage boolean, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if porte.personne() is null or porte.par_lien() then return 'refuse'; end if;
  p_le := porte.heure(p_le);
  update mutualisation.retour r set reponse = p_reponse, repondu_le = case when p_reponse <> '' then p_le end,
      partage_le = case when p_partage then coalesce(r.partage_le, p_le) end
    where r.id = p_id and r.compte_id = porte.personne() and r.mission_organisme_id = porte.organisme() and r.ote_le is null
      and r.ecrit_le > p_le - app.duree('retour-garde');
  return case when found then 'repondu' else 'introuvable' end;
end $$;
comment on function porte.retour_repondre is 'La personne répond à un retour, le partage ou le reprend.';
grant execute on function porte.retour_repondre to coforme_app;
