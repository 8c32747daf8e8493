-- Une écriture se reconnaît à son rang sous son numéro, dans son journal et à son jour ; une facture retirée rend son numéro.
alter table facturation.ecriture add column rang smallint not null default 1 check (rang > 0);
alter table facturation.ecriture drop constraint ecriture_organisme_id_outil_numero_key;
alter table facturation.ecriture add unique (organisme_id, outil, journal, numero, jour, rang);
alter table facturation.facture add column rang_du_numero smallint not null default 1 check (rang_du_numero > 0);
alter table facturation.facture drop constraint facture_organisme_id_outil_numero_key;
alter table facturation.facture add unique (organisme_id, outil, numero, rang_du_numero);
alter table facturation.facture add constraint facture_rang_du_numero check (provenance = 'enregistree' or rang_du_numero = 1);
