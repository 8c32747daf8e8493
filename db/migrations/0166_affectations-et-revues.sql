-- Une session confirmée ne reçoit que des gens habilités ; une habilitation se prolonge par sa revue.
grant update (au) on cae.habilitation to coforme_porte;
create policy porte_prolonger on cae.habilitation for update to coforme_porte using (true) with check (true);
call app.laisser_lire('cae.habilitation', 'id, activite_id, parcours_id');
call app.laisser_lire('cae.etape', 'organisme_id, parcours_id, genre, faite_le');
create trigger garder_affectation after insert or update of confiee_a_id on sessions.affectation for each row
  when (new.confiee_a_id is null and current_user <> 'coforme_maintenance') execute function porte.garder_affectation();
create trigger garder_affectation after update of jour, tenue on sessions.seance for each row
  when (new.tenue and (not old.tenue or new.jour <> old.jour) and current_user <> 'coforme_maintenance') execute function porte.garder_affectation();
