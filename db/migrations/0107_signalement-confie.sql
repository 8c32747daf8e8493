-- Un signalement peut être confié à une personne de l'équipe, hors de la direction : elle seule le lit et le traite.
alter table qualite.affaire add column confie_a uuid;
alter table qualite.affaire add constraint affaire_confiee check (confie_a is null or genre = 'signalement');
