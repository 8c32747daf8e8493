-- L’heure où une habilitation se demande se dit comme celle de sa décision : sous une horloge tenue, l’une ne vient plus après l’autre.
set local role coforme_owner;
grant insert (demande_le) on cae.parcours to coforme_app;
create trigger garder_parcours before insert on cae.parcours for each row
  when (current_user <> 'coforme_maintenance') execute function porte.garder_parcours();
