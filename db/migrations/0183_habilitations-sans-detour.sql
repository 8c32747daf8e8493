-- Commencer une session, en changer la nature ou la responsable, y mener une demi-journée : on n’y vient qu’habilité.
drop trigger garder_habilitation on sessions.session;
create trigger garder_habilitation after update of etat, nature, formateur_id on sessions.session for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_habilitation();
drop trigger garder_affectation on sessions.seance;
create trigger garder_affectation after update of jour, tenue, session_id on sessions.seance for each row
  when (new.tenue and (not old.tenue or new.jour <> old.jour or new.session_id <> old.session_id) and current_user <> 'coforme_maintenance')
  execute function porte.garder_affectation();
