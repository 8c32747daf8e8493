-- Une absence déclarée est une disponibilité : le planning, l’affectation et les contrôles la lisent au même endroit.
alter table controles.conge set schema sessions;
update app.famille set nom = 'sessions.conge' where nom = 'controles.conge';
