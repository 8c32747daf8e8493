call app.proteger('ressources.ressource', 'porte');
call app.proteger('ressources.version', 'porte');
call app.proteger('ressources.relecture', 'porte');
call app.proteger('ressources.copie', 'porte');
