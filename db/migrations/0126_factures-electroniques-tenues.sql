-- Ce qui fut écarté se relit. Un fichier déposé à la main peut venir ensuite de la plateforme. Une charge n’est que d’une facture reçue :
-- de deux, la plus récente reste approuvée, sans sa charge.
grant update (suite, ecarte) on facturation.flux_lu to coforme_app;
update app.famille set preuve = false where nom = 'facturation.flux_lu';
grant update (flux) on facturation.recue to coforme_app;
set local role coforme_maintenance;
update facturation.recue r set charge_id = null
 where r.charge_id is not null and exists (select from facturation.recue x
   where x.organisme_id = r.organisme_id and x.charge_id = r.charge_id and (x.recue_le, x.id) < (r.recue_le, r.id));
set local role coforme_owner;
drop index facturation.recue_organisme_id_charge_id_idx;
create unique index recue_de_la_charge on facturation.recue (organisme_id, charge_id) where charge_id is not null;
