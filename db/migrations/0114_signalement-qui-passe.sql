-- Un signalement confié passe à une autre personne quand celle qui le tient s'en va.
alter table qualite.suite add column confie_a uuid, drop constraint suite_genre_check;
alter table qualite.suite add constraint suite_genre_check check (genre in ('accuse', 'reponse', 'mesure', 'accorder', 'refuser', 'mise-en-oeuvre', 'confie', 'cloture')),
  add constraint suite_confiee check ((confie_a is not null) = (genre = 'confie'));
