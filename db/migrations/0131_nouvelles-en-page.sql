-- Chaque membre choisit aussi ce que sa page de nouvelles montre.
set local role coforme_owner;
alter table etapes.cadence add column en_page boolean not null default true;
grant update (en_page) on etapes.cadence to coforme_app;
