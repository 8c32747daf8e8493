call app.proteger('ressources.ressource', 'porte');
call app.proteger('ressources.version', 'porte');
call app.proteger('ressources.relecture', 'porte');
call app.proteger('ressources.copie', 'porte');
call app.proteger('ressources.achat', 'porte');
call app.proteger('ressources.volume', 'porte');
call app.proteger('ressources.offre', 'porte');
call app.proteger('ressources.participation', 'porte');
call app.proteger('ressources.demande_de_part', 'porte');
call app.proteger('ressources.suivi', 'porte');
call app.proteger('ressources.manque', 'porte');
-- Le choix d’un achat se lit d’une décision adoptée, close après ses volumes.
call app.laisser_lire('pole.decision', 'close_le, adoptee');
