-- Un identifiant reçu d’une page ne double plus le document, la version ou l’achat d’une autre ; une décision ne choisit que d’un achat, et dit si elle est
-- adoptée ; une spécialité retirée garde sa date.
alter table ressources.ressource add unique (id);
alter table ressources.version add unique (id);
alter table ressources.version drop constraint version_d_apres_check;
alter table ressources.version add constraint version_d_apres_check check (length(d_apres) <= 6000);
alter table ressources.achat add unique (id);
alter table ressources.achat add unique (pole_id, decision_id);
alter table ressources.manque add column retire_le timestamptz;
revoke delete on ressources.manque from coforme_porte;
grant update (retire_le) on ressources.manque to coforme_porte;
alter table pole.decision add column adoptee boolean;
call app.laisser_lire('pole.decision', 'adoptee');
set local role coforme_maintenance;
update pole.decision set adoptee = issue like 'Adoptée%' where etat = 'close' and issue is not null;
set local role coforme_owner;
