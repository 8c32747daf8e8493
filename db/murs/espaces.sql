call app.proteger('espaces.acces', 'own', activite => true);
call app.laisser_lire('espaces.acces', 'organisme_id, id, activite_id, personne_id, genre, vu_le, retire_le');
create policy porte_vu on espaces.acces for update to coforme_porte using (true) with check (true);
call app.fermer_aux_liens('espaces.acces');
