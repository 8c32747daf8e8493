-- Le lien et l'espace d'une personne ne proposent rien à signer d'avant le jour de son arrivée.
call app.laisser_lire('inscriptions.inscription', 'arrivee_le');
