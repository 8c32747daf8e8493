set local role coforme_porte;

-- Qui n’est pas du pôle n’a pas de page ici : qui prête note sa réservation, au prix « à d’autres ». Les heures se prennent sous la même contrainte, sans file :
-- ce qui est pris, ou attendu d’une coopérative du pôle, se refuse. Dans une coopérative d’activité, au-dessus de ce que vise seule la personne qui note,
-- l’heure est tenue et la location attend dans la file des visas.
create or replace function porte.bien_reserver_pour_un_tiers(p_id uuid, p_bien uuid, p_tiers uuid, p_objet text, p_configuration text, p_debut timestamptz,
  p_fin timestamptz, p_le timestamptz, p_version integer default null) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  b mutualisation.bien;
  c tstzrange;
  prix bigint;
  a_viser boolean;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  -- Permis : borne d’une réservation.
  if not p_debut < p_fin or p_fin > p_debut + interval '24 hours' or p_debut <= p_le or p_debut > p_le + app.duree('reservation-d-avance') then return 'heures'; end if;
  perform pg_advisory_xact_lock(4816, hashtext(moi::text));
  select * into b from mutualisation.bien x where x.organisme_id = moi and x.id = p_bien and x.retire_le is null for update;
  if not found or not exists (select from tiers.entreprise e where e.organisme_id = moi and e.id = p_tiers) then return 'introuvable'; end if;
  if porte.objet_connu(p_id) then
    return case when exists (select from mutualisation.reservation r where r.organisme_id = moi and r.id = p_id and r.bien_id = p_bien and r.tiers_id = p_tiers)
      then 'deja' else 'refuse' end;
  end if;
  if p_version <> b.version then return 'relire'; end if;
  if p_configuration is null or p_configuration <> '' and not p_configuration = any (b.configurations) then return 'configuration'; end if;
  perform porte.avancer_la_file(moi, p_bien, p_le);
  c := tstzrange(p_debut, p_fin, '[)');
  if porte.attend_devant(moi, p_bien, c, p_le, p_id) then return 'attendu'; end if;
  prix := porte.prix_d_un_creneau(b.autre_centimes, c);
  a_viser := porte.engager_seul('location-d-un-bien', prix) is not null;
  begin
    if not a_viser then perform porte.garder_seul(moi, 'location-d-un-bien', p_id, prix, p_le, porte.personne(), p_le); end if;
    insert into mutualisation.reservation (organisme_id, id, bien_id, tiers_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le, demandee_par,
        expire_le, ferme_le, ferme_par, configuration, seuils_jours, seuils_points, a_viser, places, adresse_lue)
      values (moi, p_id, p_bien, p_tiers, p_objet, c, case when a_viser then 'option' else 'ferme' end, prix, b.taux_points, p_le, porte.personne(),
        case when a_viser then least(p_le + app.duree('option-de-salle'), p_debut) end, case when not a_viser then p_le end,
        case when not a_viser then porte.personne() end, p_configuration, b.seuils_jours, b.seuils_points, a_viser,
        b.places_par[array_position(b.configurations, p_configuration)], b.adresse);
  exception when exclusion_violation then return 'pris';
  end;
  return case when a_viser then 'a-viser' else 'ferme' end;
end $$;
comment on function porte.bien_reserver_pour_un_tiers is 'Qui prête un bien le réserve pour une structure de son carnet, au prix « à d’autres ».';
grant execute on function porte.bien_reserver_pour_un_tiers to coforme_app;
