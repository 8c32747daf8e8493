set local role coforme_porte;

-- À qui lit le bilan chez qui envoie : ce que chaque mission confiée et faite a donné de stagiaires et d’heures, d’après les feuilles closes de qui reçoit (cadre
-- G), et les minutes animées, du constat, par son compte et à quel titre (cadre E). Des nombres : aucun nom n’y est.
create or replace function porte.missions_donnees(p_du date, p_au date)
returns table (mission uuid, objet text, receveur text, siret text, du timestamptz, au timestamptz, stagiaires integer, minutes bigint,
  compte uuid, statut text, animees integer)
language plpgsql stable security definer set search_path = '' as $$
declare ici uuid := porte.organisme();
begin
  if ici is null or porte.par_lien() or (porte.personne() is not null and not porte.tient_partout(app.liste('roles-du-bilan'))) then return; end if;
  return query
    select m.id, a.objet, o.nom, o.siret, lower(m.creneaux), upper(m.creneaux), m.suivi_stagiaires, m.suivi_minutes, m.compte_id,
        r.statut, m.fait_minutes
      from mutualisation.mission m
      join mutualisation.reponse r on r.organisme_id = m.organisme_id and r.id = m.reponse_id
      join mutualisation.appel a on a.organisme_id = r.appel_organisme_id and a.id = r.appel_id
      join organisme.organisme o on o.organisme_id = m.de_organisme_id
     where m.organisme_id = ici and m.etat = 'faite' and m.forme = any (app.liste('formes-confiees')) and m.suivi_stagiaires > 0 and m.suivi_minutes > 0
       -- Celle qui passe d’un exercice à l’autre compte à son dernier jour.
       and (upper(m.creneaux) at time zone 'Europe/Paris')::date between p_du and p_au
     order by upper(m.creneaux), m.id;
end $$;
comment on function porte.missions_donnees is 'Les stagiaires, leurs heures et celles de qui anime, que des missions ont donnés à d’autres coopératives, pour le bilan.';
grant execute on function porte.missions_donnees to coforme_app;
