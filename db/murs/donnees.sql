call app.proteger('donnees.demande', 'own', activite => true);
call app.laisser_lire('donnees.demande', 'organisme_id, id, personne_id, genre, recue_le, echeance, reponse, repondue_le, suite');
create policy porte_ajouter on donnees.demande for insert to coforme_porte with check (true);
call app.fermer_aux_liens('donnees.demande');

call app.proteger('donnees.regle', 'own', preuve => true);
call app.fermer_aux_liens('donnees.regle');

call app.proteger('donnees.suspension', 'own', activite => true);
call app.fermer_aux_liens('donnees.suspension');

call app.proteger('donnees.effacement', 'own', activite => true, preuve => true);
call app.fermer_aux_liens('donnees.effacement');

call app.proteger('donnees.refermeture', 'own', preuve => true);
call app.fermer_aux_liens('donnees.refermeture');

call app.proteger('donnees.passage', 'own', preuve => true);
call app.fermer_aux_liens('donnees.passage');

call app.proteger('donnees.reglage', 'own');
call app.fermer_aux_liens('donnees.reglage');

call app.proteger('donnees.traitement', 'own', preuve => true);
call app.fermer_aux_liens('donnees.traitement');

call app.proteger('donnees.lecture', 'own', activite => true, preuve => true);
create policy auteur on donnees.lecture as restrictive for insert to coforme_app
  with check (par is not distinct from (select app.personne()));
call app.fermer_aux_liens('donnees.lecture');

call app.proteger('donnees.archive', 'own', activite => true, sauvegarde => false);
call app.laisser_lire('donnees.archive', 'organisme_id, id, personne_id, octets, composee_le, expire_le');
call app.fermer_aux_liens('donnees.archive');
