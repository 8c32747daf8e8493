-- Une adresse d’agenda montre aussi les échéances des marchés suivis.
alter table sessions.abonnement drop constraint abonnement_genre_check;
alter table sessions.abonnement add constraint abonnement_genre_check check (genre in ('personne', 'salle', 'session', 'pole', 'marches'));
call app.laisser_lire('marches.avis_apporte', 'organisme_id, idweb, contenu, recu_le');
call app.laisser_lire('marches.suivi', 'organisme_id, idweb, etat');
