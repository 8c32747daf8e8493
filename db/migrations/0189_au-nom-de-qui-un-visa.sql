-- Le second visa ne vient pas de la personne au nom de qui le premier fut donné : la porte le lit.
call app.laisser_lire('cae.visa', 'supplee_id');
call app.laisser_lire('facturation.visa', 'supplee_id');
