-- Une facture reçue dit si elle vint par la boîte aux lettres. Un message qui ne se lit pas ne ferme plus la boîte : ses essais se comptent.
alter table facturation.recue add column par_boite boolean not null default false;
grant insert (par_boite) on facturation.recue to coforme_app;
-- Déposée, une personne l’a fait ; de la plateforme, elle a son flux : le reste vint par la boîte.
set local role coforme_maintenance;
update facturation.recue set par_boite = true where flux is null and par is null;
set local role coforme_owner;

alter table facturation.boite drop column essayee_le;
alter table facturation.boite add column butees smallint not null default 0 check (butees >= 0);
grant update (butees) on facturation.boite to coforme_app;
