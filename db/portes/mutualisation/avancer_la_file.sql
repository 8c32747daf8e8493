set local role coforme_porte;

-- Une option échue tombe, une attente dont l’heure est passée aussi. Les heures rendues reviennent à qui attend depuis le plus longtemps, si tout son
-- créneau est libre (une demande que l’on annule à l’instant est passée) : une option le temps que sa coopérative réponde, ou une réservation si le bien n’attend pas de réponse.
create or replace function porte.avancer_la_file(p_organisme uuid, p_bien uuid, p_le timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  r record;
  b record;
  n integer := 0;
begin
  p_le := porte.heure(p_le);
  select x.visa into b from mutualisation.bien x where x.organisme_id = p_organisme and x.id = p_bien;
  update mutualisation.reservation x set etat = 'expiree', expire_le = null, finie_le = coalesce(x.expire_le, lower(x.creneau))
   where x.organisme_id = p_organisme and x.id in (select y.id from mutualisation.reservation y where y.organisme_id = p_organisme and y.bien_id = p_bien
     and ((y.etat = 'option' and y.expire_le <= p_le) or (y.etat = 'en-file' and lower(y.creneau) <= p_le)) for update skip locked);
  for r in select x.id, x.creneau, x.demandee_le, x.demandee_par, x.de_organisme_id, x.prix_centimes, x.a_viser, x.a_viser or porte.bien_se_vise(p_organisme, b.visa, x.prix_centimes) as se_vise from mutualisation.reservation x where x.organisme_id = p_organisme and x.bien_id = p_bien and x.etat = 'en-file'
      and lower(x.creneau) > p_le order by x.demandee_le, x.id for update skip locked loop
    continue when porte.attend_devant(p_organisme, p_bien, r.creneau, r.demandee_le, r.id);
    begin
      update mutualisation.reservation x set etat = case when r.se_vise then 'option' else 'ferme' end, ferme_le = case when not r.se_vise then p_le end,
          option_depuis = case when r.se_vise then p_le end, expire_le = case when r.se_vise then least(p_le + app.duree('option-de-salle'), lower(r.creneau)) end
       where x.organisme_id = p_organisme and x.id = r.id;
      if not r.a_viser then
        perform porte.garder_seul(r.de_organisme_id, 'location-d-un-bien', r.id, r.prix_centimes, r.demandee_le, r.demandee_par, p_le);
      end if;
      n := n + 1;
    exception when exclusion_violation then null;
    end;
  end loop;
  return n;
end $$;
revoke execute on function porte.avancer_la_file from public;
