set local role coforme_porte;

-- Libre : réservé, ou en option le temps que sa coopérative réponde. Pris : dans la file ; libre, mais attendu : aussi, et « tour » le dit. Le verrou du bien fait passer une demande après l’autre, et qui
-- attendait déjà passe d’abord. Le prix et le barème d’annulation viennent de la fiche, au jour de la demande. « a_viser » : rien ne part sans visa, même sous un plafond.
create or replace function porte.demander_un_bien(p_id uuid, p_bien uuid, p_objet text, p_configuration text, p_debut timestamptz, p_fin timestamptz, p_le timestamptz,
  p_version integer, p_a_viser boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  b mutualisation.bien;
  c tstzrange;
  jusque timestamptz;
  prix bigint;
  tour boolean;
  se_vise boolean;
  a_viser boolean;
begin
  p_le := porte.heure(p_le);
  select * into b from porte.biens_visibles() x where x.id = p_bien and x.organisme_id <> moi and x.retire_le is null;
  if not found then return 'introuvable'; end if;
  if not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  -- Permis : borne d’une réservation.
  if not p_debut < p_fin or p_fin > p_debut + interval '24 hours' or p_debut <= p_le or p_debut > p_le + app.duree('reservation-d-avance') then return 'heures'; end if;
  -- Deux demandes de sa coopérative s’attendent, avant le bien, pour ne pas se croiser (`porte.engager_seul`).
  perform pg_advisory_xact_lock(4816, hashtext(moi::text));
  -- Relue sous son verrou : une correction a pu passer pendant que l’on attendait.
  select x.* into b from mutualisation.bien x where x.organisme_id = b.organisme_id and x.id = p_bien for update;
  -- L’une des deux a pu quitter le pôle pendant que l’on attendait (`porte.quitter_pole`).
  if not exists (select from porte.biens_visibles() x where x.id = p_bien and x.retire_le is null) then return 'introuvable'; end if;
  -- L’identifiant vient de la page : celui de la demande d’une autre n’est pas un double envoi.
  if porte.objet_connu(p_id) then
    return case when exists (select from mutualisation.reservation r where r.organisme_id = b.organisme_id and r.id = p_id and r.bien_id = p_bien
      and r.de_organisme_id = moi) then 'deja' else 'refuse' end;
  end if;
  -- Ce que la page disait du prix, de l’annulation et des configurations n’est plus la fiche : rien ne se demande sans l’avoir relue.
  if p_version <> b.version then return 'relire'; end if;
  if p_configuration is null or p_configuration <> '' and not p_configuration = any (b.configurations) then return 'configuration'; end if;
  perform porte.avancer_la_file(b.organisme_id, p_bien, p_le);
  c := tstzrange(p_debut, p_fin, '[)');
  if exists (select from mutualisation.reservation r where r.organisme_id = b.organisme_id and r.bien_id = p_bien and r.de_organisme_id = moi
      and r.etat = any (app.liste('reservations-vives')) and r.creneau && c) then return 'deja-demande'; end if;
  prix := porte.prix_d_un_creneau(b.membre_centimes, c);
  -- Ce que la coopérative qui demande n’a pas visé tient l’heure, et n’est réservé de personne.
  a_viser := p_a_viser or porte.engager_seul('location-d-un-bien', prix) is not null;
  se_vise := a_viser or porte.bien_se_vise(b.organisme_id, b.visa, prix);
  jusque := case when se_vise then least(p_le + app.duree('option-de-salle'), p_debut) end;
  tour := porte.attend_devant(b.organisme_id, p_bien, c, p_le, p_id);
  begin
    if tour then
      raise exception 'un tour devant' using errcode = 'exclusion_violation';
    end if;
    if not a_viser then perform porte.garder_seul(moi, 'location-d-un-bien', p_id, prix, p_le, porte.personne(), p_le); end if;
    insert into mutualisation.reservation (organisme_id, id, bien_id, de_organisme_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le,
        demandee_par, expire_le, ferme_le, configuration, seuils_jours, seuils_points, a_viser, places, adresse_lue)
      values (b.organisme_id, p_id, p_bien, moi, p_objet, c, case when se_vise then 'option' else 'ferme' end, prix, b.taux_points, p_le, porte.personne(), jusque,
        case when not se_vise then p_le end, p_configuration, b.seuils_jours, b.seuils_points, a_viser,
        b.places_par[array_position(b.configurations, p_configuration)], b.adresse);
    return case when a_viser then 'a-viser' when se_vise then 'option' else 'ferme' end;
  exception when exclusion_violation then
    insert into mutualisation.reservation (organisme_id, id, bien_id, de_organisme_id, objet, creneau, etat, prix_centimes, taux_points, demandee_le, demandee_par,
        configuration, seuils_jours, seuils_points, a_viser, places, adresse_lue)
      values (b.organisme_id, p_id, p_bien, moi, p_objet, c, 'en-file', prix, b.taux_points, p_le, porte.personne(), p_configuration, b.seuils_jours, b.seuils_points,
        a_viser or porte.engage_sous_plafond('location-d-un-bien', prix), b.places_par[array_position(b.configurations, p_configuration)], b.adresse);
    return case when tour then 'tour' else 'en-file' end;
  end;
end $$;
comment on function porte.demander_un_bien is 'Réserve un bien d’une autre coopérative, ou prend son tour ; à viser de toute façon, si on le dit.';
revoke execute on function porte.demander_un_bien from public;
