call app.proteger('mutualisation.regle', 'porte', preuve => true);
call app.proteger('mutualisation.compte', 'porte');
call app.proteger('mutualisation.proposition', 'porte');
call app.proteger('mutualisation.arrete', 'porte');
call app.proteger('mutualisation.releve_signe', 'porte', preuve => true);
call app.proteger('mutualisation.mouvement', 'porte', preuve => true);
call app.proteger('mutualisation.desaccord', 'porte');
call app.proteger('mutualisation.accord_soldes', 'porte');
