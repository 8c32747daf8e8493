-- Un motif et des rubriques ont une fin, comme partout ailleurs : sans elle, une seule ligne alourdit toutes les listes.
alter table inscriptions.inscription add constraint inscription_motif_borne check (length(motif) <= 4000);
alter table catalogue.offre add constraint offre_rubriques_bornees check (length(rubriques::text) <= 400000);
