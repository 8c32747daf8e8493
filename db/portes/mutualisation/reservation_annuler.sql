set local role coforme_porte;

create or replace function porte.reservation_annuler(p_id uuid, p_motif text, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  r mutualisation.reservation;
  moi uuid := porte.organisme();
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  select * into r from mutualisation.reservation x where x.id = p_id and moi in (x.organisme_id, x.de_organisme_id) for update;
  if not found then return 'introuvable'; end if;
  if not r.etat = any (app.liste('reservations-vives')) then return 'repondue'; end if;
  if lower(r.creneau) <= p_le then return 'passee'; end if;
  update mutualisation.reservation x set etat = 'annulee', expire_le = null, finie_le = p_le, finie_par_organisme = moi, motif = p_motif
   where x.organisme_id = r.organisme_id and x.id = p_id;
  perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
  return 'annulee';
end $$;
comment on function porte.reservation_annuler is 'L’une des deux coopératives annule une réservation ; la file avance.';
grant execute on function porte.reservation_annuler to coforme_app;
