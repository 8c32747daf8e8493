-- Les titres rangés d’un dossier remis se retrouvent par lui ; une mission rompue l’avance à son terme ; ce qui est échu ne se remet pas.
alter table tiers.intervenant add column titres_de uuid;
grant update (titres_de) on tiers.intervenant to coforme_app;
grant update (jusqu_au) on mutualisation.remise to coforme_porte;
call app.laisser_lire('qualite.registre', 'expire_le');
