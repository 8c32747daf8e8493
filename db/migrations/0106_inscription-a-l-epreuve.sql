-- L'inscription d'un stagiaire à l'épreuve d'une certification se trace dans son parcours (indicateur 16).
alter table qualite.suivi drop constraint suivi_genre_check;
alter table qualite.suivi add constraint suivi_genre_check check (genre in ('entretien', 'point', 'ajustement', 'relance', 'evaluation', 'remise', 'epreuve'));
