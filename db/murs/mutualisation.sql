call app.proteger('mutualisation.regle', 'porte', preuve => true);
call app.proteger('mutualisation.compte', 'porte');
call app.proteger('mutualisation.proposition', 'porte');
call app.proteger('mutualisation.arrete', 'porte');
call app.proteger('mutualisation.releve_signe', 'porte', preuve => true);
call app.proteger('mutualisation.mouvement', 'porte', preuve => true);
call app.proteger('mutualisation.desaccord', 'porte');
call app.proteger('mutualisation.accord_soldes', 'porte');
call app.proteger('mutualisation.fiche', 'porte');
call app.proteger('mutualisation.competence', 'porte');
call app.proteger('mutualisation.consentement', 'porte');
call app.proteger('mutualisation.prise_de_contact', 'porte');
-- Libre ou occupé, sans quoi ni où.
call app.laisser_lire('sessions.conge', 'organisme_id, personne_id, du, au, retire_le');
call app.laisser_lire('sessions.occupe_dehors', 'organisme_id, personne_id, du, au, genre');
