-- Une réponse s'écrit aussi dans l'entrée du stagiaire ; une demande d'adaptation, un signalement qui s'en ouvrent ne s'y nomment pas.
alter table questionnaires.suite drop constraint suite_genre_check;
alter table questionnaires.suite add constraint suite_genre_check check (genre in ('recontact', 'sans-suite', 'reclamation', 'action', 'besoin', 'protegee'));
alter table questionnaires.suite add check (genre <> 'protegee' or objet_id is null);
