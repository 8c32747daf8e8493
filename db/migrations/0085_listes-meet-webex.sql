alter table emargement.liste_connexion drop constraint liste_connexion_logiciel_check,
  add constraint liste_connexion_logiciel_check check (logiciel in ('zoom', 'bigbluebutton', 'teams', 'meet', 'webex'));
