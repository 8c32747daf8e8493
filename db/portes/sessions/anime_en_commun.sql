set local role coforme_porte;

-- La fiche de l’activité commune n’est d’aucune enseigne : qui lit une demi-journée lit le nom de qui l’anime pour la coopérative et ses titres, que la convention
-- dit au client, et rien d’autre de sa fiche.
-- Sans demi-journée, rien : qui lit déjà la fiche ne la cherche pas deux fois.
create or replace function porte.anime_en_commun(p_seance uuid, p_personne uuid) returns table (prenom text, nom text, pli text, titres text)
language plpgsql stable strict parallel restricted security definer set search_path = '' as $$
begin
  return query select p.prenom, p.nom, p.pli, coalesce(i.titres, '') from sessions.affectation f
      join sessions.seance x on x.organisme_id = f.organisme_id and x.id = f.seance_id
      join tiers.personne p on p.organisme_id = f.organisme_id and p.id = f.personne_id
      join organisme.activite e on e.organisme_id = p.organisme_id and e.id = p.activite_id and e.commune
      left join tiers.intervenant i on i.organisme_id = f.organisme_id and i.personne_id = f.personne_id
    where f.organisme_id = porte.organisme() and f.seance_id = p_seance and f.personne_id = p_personne and not porte.par_lien()
      and (app.toutes_activites() or x.activite_id = any (app.activites()));
end $$;
comment on function porte.anime_en_commun is 'Le nom et les titres de qui anime cette demi-journée quand sa fiche est de l’activité commune ; à qui lit la demi-journée.';
grant execute on function porte.anime_en_commun to coforme_app;
