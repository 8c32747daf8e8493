-- Le taux annuel des pénalités de retard, pour les compter ; nul : il ne se compte pas, la facture le dit en toutes lettres.
alter table facturation.reglage add column penalites_points integer check (penalites_points between 1 and 5000);
