-- Une évaluation en cours d'action, et la remise de la procédure contre les violences, sont des traces de parcours.
alter table qualite.suivi drop constraint suivi_genre_check,
  add constraint suivi_genre_check check (genre in ('entretien', 'point', 'ajustement', 'relance', 'evaluation', 'remise'));
