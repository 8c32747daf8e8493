set local role coforme_porte;

-- Une structure du carnet n’a pas de page : qui prête dit si c’est elle qui annule, et le barème joue alors, du jour où elle a prévenu.
create or replace function porte.reservation_annuler(p_id uuid, p_motif text, p_par_elle boolean, p_prevenu date, p_le timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  r mutualisation.reservation;
  moi uuid := porte.organisme();
  fin timestamptz;
begin
  p_le := porte.heure(p_le);
  if porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  select * into r from mutualisation.reservation x where x.id = p_id and moi in (x.organisme_id, x.de_organisme_id) for update;
  if not found or p_par_elle is null then return 'introuvable'; end if;
  if not r.etat = any (app.liste('reservations-vives')) then return 'repondue'; end if;
  if lower(r.creneau) <= p_le then return 'passee'; end if;
  fin := p_le;
  if r.tiers_id is not null and p_par_elle and p_prevenu <> (p_le at time zone 'Europe/Paris')::date then
    if p_prevenu > (p_le at time zone 'Europe/Paris')::date or p_prevenu < (r.demandee_le at time zone 'Europe/Paris')::date then return 'prevenu'; end if;
    fin := greatest(r.demandee_le, (p_prevenu + time '12:00') at time zone 'Europe/Paris');
  end if;
  update mutualisation.reservation x set etat = 'annulee', expire_le = null, finie_le = fin, finie_par_organisme = case when x.tiers_id is null or not p_par_elle then moi end, motif = p_motif
   where x.organisme_id = r.organisme_id and x.id = p_id;
  perform porte.avancer_la_file(r.organisme_id, r.bien_id, p_le);
  return 'annulee';
end $$;
comment on function porte.reservation_annuler is 'L’une des deux coopératives annule une réservation ; la file avance.';
grant execute on function porte.reservation_annuler to coforme_app;
