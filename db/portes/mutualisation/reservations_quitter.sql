set local role coforme_porte;

-- Ce qui attend tombe, des deux côtés, et une demande d’un de ses biens encore en cours se termine d’abord (`porte.bien_demander`) : sans cela, une place qui se libère serait rendue, ferme et due, à qui n’est plus du pôle. Ce qui est ferme reste,
-- et ce qu’une structure de son carnet loue : le pôle n’y est pour rien.
create or replace function porte.reservations_quitter(p_pole uuid, p_le timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  b record;
begin
  p_le := porte.heure(p_le);
  for b in select x.organisme_id, x.id from mutualisation.bien x where x.pole_id = p_pole and (x.organisme_id = moi or exists (select from mutualisation.reservation r
      where r.organisme_id = x.organisme_id and r.bien_id = x.id and r.etat = any (app.liste('reservations-vives')) and r.etat <> 'ferme'
        and moi in (r.organisme_id, r.de_organisme_id))) order by x.id for update loop
    update mutualisation.reservation r set etat = 'annulee', expire_le = null, finie_le = p_le, finie_par_organisme = moi, motif = 'La coopérative a quitté le pôle.'
     where r.organisme_id = b.organisme_id and r.bien_id = b.id and r.etat = any (app.liste('reservations-vives')) and r.etat <> 'ferme'
       and moi in (r.organisme_id, r.de_organisme_id) and r.tiers_id is null;
    perform porte.avancer_la_file(b.organisme_id, b.id, p_le);
  end loop;
end $$;
revoke execute on function porte.reservations_quitter from public;
