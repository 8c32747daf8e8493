set local role coforme_porte;

-- À qui tient les salles, ou les comptes, de toute sa coopérative : celles de ses biens, toutes ; celles qu’elle a demandées, avec son rang.
create or replace function porte.reservations(p_bien uuid)
returns table (reservation uuid, bien uuid, titre text, envoyeur text, receveur text, recoit uuid, pole uuid, objet text, debut timestamptz, fin timestamptz, etat text,
  prix bigint, taux integer, demandee_le timestamptz, expire_le timestamptz, finie_le timestamptz, finie_par text, motif text,
  rang integer, mienne boolean, ferme_le timestamptz, par_elle boolean, configuration text, places integer, jours integer[], points integer[], tiers uuid, a_viser boolean, sessions uuid[],
  classees uuid[], adresse text)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.par_lien()
      or not (porte.tient_partout(app.liste('roles-des-salles')) or porte.tient_partout(app.liste('roles-des-echanges'))) then return; end if;
  return query
    select r.id, b.id, b.titre, o.nom, coalesce(x.nom, e.nom), r.de_organisme_id, b.pole_id, r.objet, lower(r.creneau), upper(r.creneau), r.etat, r.prix_centimes, r.taux_points,
        r.demandee_le, r.expire_le, r.finie_le,
        coalesce((select v.nom from organisme.organisme v where v.organisme_id = r.finie_par_organisme), case when r.etat = 'annulee' then e.nom end), r.motif,
        case when r.etat = 'en-file' then 1 + porte.combien_devant(r.organisme_id, r.bien_id, r.creneau, r.demandee_le, r.id) end,
        coalesce(r.de_organisme_id = moi, false), r.ferme_le,
        r.finie_le is not null and r.finie_par_organisme is not distinct from r.de_organisme_id, r.configuration,
        r.places, r.seuils_jours, r.seuils_points, r.tiers_id, r.a_viser,
        case when r.de_organisme_id = moi then r.sessions_prevues else '{}' end,
        case when r.de_organisme_id = moi then r.sessions_classees else '{}' end, r.adresse_lue
      from mutualisation.reservation r
      join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id
      join organisme.organisme o on o.organisme_id = r.organisme_id
      left join organisme.organisme x on x.organisme_id = r.de_organisme_id
      left join tiers.entreprise e on e.organisme_id = r.organisme_id and e.id = r.tiers_id
     where (p_bien is null or b.id = p_bien) and moi in (r.organisme_id, r.de_organisme_id)
     order by lower(r.creneau) desc, r.id;
end $$;
comment on function porte.reservations is 'Les réservations d’un bien de sa coopérative, ou celles qu’elle a demandées.';
grant execute on function porte.reservations to coforme_app;
