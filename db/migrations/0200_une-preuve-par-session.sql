-- La fiche d’une salle réservée va au registre pour chaque session qui s’y tient, et non une fois par réservation. Celles qui y sont déjà s’y retrouvent.
-- Qui prête dit aussi quand une structure du carnet a prévenu.
set local role coforme_porte;
drop function if exists porte.lieu_classer(uuid, uuid, timestamptz);
drop function if exists porte.reservation_annuler(uuid, text, boolean, timestamptz);
set local role coforme_owner;
alter table mutualisation.reservation drop column lieu_classe_le;
alter table mutualisation.reservation add column sessions_classees uuid[] not null default '{}';
create index reservation_a_classer on mutualisation.reservation (demandee_le, id) where etat = 'ferme';
grant update (sessions_classees) on mutualisation.reservation to coforme_porte;
