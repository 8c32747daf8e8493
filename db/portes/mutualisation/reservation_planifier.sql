set local role coforme_porte;

-- Qui réserve dit quelle session s’y tient, ou ne s’y tient pas : le lieu écrit ne le devine plus. Une réservation ferme, une session d’ici, une demi-journée tenue
-- dans ses heures. La fiche au registre pour elle, ce qui fut dit reste.
create or replace function porte.reservation_planifier(p_reservation uuid, p_session uuid, p_tient boolean) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  moi uuid := porte.organisme();
  r mutualisation.reservation;
begin
  if moi is null or porte.personne() is null or porte.par_lien() or not porte.tient_partout(app.liste('roles-des-salles')) then return 'refuse'; end if;
  select * into r from mutualisation.reservation x where x.id = p_reservation and x.de_organisme_id = moi and x.etat = 'ferme' for update;
  if not found or not exists (select from sessions.session s
     where s.organisme_id = moi and s.id = p_session and (app.toutes_activites() or s.activite_id = any (app.activites()))) then return 'introuvable'; end if;
  if p_tient is not true then
    if not p_session = any (r.sessions_prevues) then return 'deja'; end if;
    if p_session = any (r.sessions_classees) then return 'classee'; end if;
    update mutualisation.reservation x set sessions_prevues = array_remove(x.sessions_prevues, p_session)
     where x.organisme_id = r.organisme_id and x.id = r.id;
    return 'otee';
  end if;
  if not exists (select from sessions.seance x where x.organisme_id = moi and x.session_id = p_session and x.tenue
      and tstzrange(x.debut, x.fin, '[)') <@ r.creneau) then return 'hors-heures'; end if;
  if p_session = any (r.sessions_prevues) then return 'deja'; end if;
  update mutualisation.reservation x set sessions_prevues = x.sessions_prevues || p_session where x.organisme_id = r.organisme_id and x.id = r.id;
  return 'prevue';
end $$;
comment on function porte.reservation_planifier is 'Retient qu’une session de qui réserve se tient dans cette réservation, ou ne s’y tient pas.';
grant execute on function porte.reservation_planifier to coforme_app;
