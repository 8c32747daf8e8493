-- Une personne rejoint une action en cours : les demi-journées d'avant ne lui sont pas demandées.
set local role coforme_owner;
alter table inscriptions.inscription add column arrivee_le date;
grant update (arrivee_le) on inscriptions.inscription to coforme_app;
