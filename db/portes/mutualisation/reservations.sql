set local role coforme_porte;

-- À qui tient les salles, ou les comptes, de toute sa coopérative : celles de ses biens, toutes ; celles qu’elle a demandées, avec son rang.
create or replace function porte.reservations(p_bien uuid)
returns table (reservation uuid, bien uuid, titre text, envoyeur text, receveur text, recoit uuid, pole uuid, objet text, debut timestamptz, fin timestamptz, etat text,
  prix bigint, taux integer, preavis integer, retenue integer, demandee_le timestamptz, expire_le timestamptz, finie_le timestamptz, finie_par text, motif text,
  rang integer, mienne boolean, ferme_le timestamptz, par_elle boolean)
language plpgsql stable security definer set search_path = '' as $$
declare moi uuid := porte.organisme();
begin
  if moi is null or porte.par_lien()
      or not (porte.tient_partout(app.liste('roles-des-salles')) or porte.tient_partout(app.liste('roles-des-echanges'))) then return; end if;
  return query
    select r.id, b.id, b.titre, o.nom, x.nom, r.de_organisme_id, b.pole_id, r.objet, lower(r.creneau), upper(r.creneau), r.etat, r.prix_centimes, r.taux_points,
        b.preavis_jours, b.retenue_points, r.demandee_le, r.expire_le, r.finie_le,
        (select v.nom from organisme.organisme v where v.organisme_id = r.finie_par_organisme), r.motif,
        case when r.etat = 'en-file' then 1 + porte.combien_devant(r.organisme_id, r.bien_id, r.creneau, r.demandee_le, r.id) end,
        r.de_organisme_id = moi, r.ferme_le, coalesce(r.finie_par_organisme = r.de_organisme_id, false)
      from mutualisation.reservation r
      join mutualisation.bien b on b.organisme_id = r.organisme_id and b.id = r.bien_id
      join organisme.organisme o on o.organisme_id = r.organisme_id
      join organisme.organisme x on x.organisme_id = r.de_organisme_id
     where (p_bien is null or b.id = p_bien) and moi in (r.organisme_id, r.de_organisme_id)
     order by lower(r.creneau) desc, r.id;
end $$;
comment on function porte.reservations is 'Les réservations d’un bien de sa coopérative, ou celles qu’elle a demandées.';
grant execute on function porte.reservations to coforme_app;
