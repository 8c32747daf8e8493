call app.proteger('compte.compte', 'porte');

call app.proteger('compte.adhesion', 'porte');
create trigger adhesion_acceptee after update of acceptee_le on compte.adhesion
  for each row when (old.acceptee_le is null and new.acceptee_le is not null) execute function porte.adhesion_acceptee();

call app.proteger('support.session', 'porte', preuve => true);

call app.proteger('support.trace', 'porte', preuve => true);

-- Une sauvegarde restaurée ne rouvre les sessions de personne.
call app.proteger('compte.session', 'porte', sauvegarde => false);

call app.proteger('compte.lien', 'porte');

call app.proteger('compte.secours', 'porte');

call app.proteger('compte.echec', 'porte', sauvegarde => false);

call app.proteger('compte.appareil', 'porte', sauvegarde => false);

call app.proteger('compte.exigence', 'porte');

call app.proteger('support.accord', 'porte');
