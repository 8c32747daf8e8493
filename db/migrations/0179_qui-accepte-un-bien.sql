-- Qui accepte la réservation d’un bien : dans une coopérative d’activité, elle compte à son plafond.
alter table mutualisation.reservation add column ferme_par uuid;
grant update (ferme_par) on mutualisation.reservation to coforme_porte;
