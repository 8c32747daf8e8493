-- Le rôle de qui vise, et la délégation sous laquelle elle le fit, se gardent avec chaque pas : un rôle changé ensuite ne récrit pas l’histoire. D’avant, rien n’est deviné.
set local role coforme_porte;
-- Seulement leur ancienne forme : la neuve a pu être posée déjà.
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.pas_d_un_objet(uuid)') and not 'roles' = any (p.proargnames)) then
    drop function porte.pas_d_un_objet(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.visas_d_objets()') and not 'roles' = any (p.proargnames)) then
    drop function porte.visas_d_objets();
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.objets_engageants(timestamptz)') and not 'echeance' = any (p.proargnames)) then
    drop function porte.objets_engageants(timestamptz);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.objets_a_viser(timestamptz)') and not 'echeance' = any (p.proargnames)) then
    drop function porte.objets_a_viser(timestamptz);
  end if;
end $$;
set local role coforme_owner;
alter table cae.visa add column roles text[];
alter table cae.suite_de_visa add column roles text[], add column plafond_id uuid;
alter table cae.pas_de_visa add column roles text[], add column plafond_id uuid;
alter table facturation.visa add column roles text[];
alter table cae.visa alter column roles set statistics 0;
alter table cae.suite_de_visa alter column roles set statistics 0;
alter table cae.pas_de_visa alter column roles set statistics 0;
alter table facturation.visa alter column roles set statistics 0;
call app.lier('cae.suite_de_visa', 'suite_plafond', 'organisme_id, plafond_id', 'cae.plafond (organisme_id, id)');
call app.lier('cae.pas_de_visa', 'pas_plafond', 'organisme_id, plafond_id', 'cae.plafond (organisme_id, id)');
call app.laisser_lire('cae.suite_de_visa', 'le, plafond_id');
-- Une place dans la file d’un bien, demandée sous un plafond (le sien, même révoqué depuis, ou celui d’une personne suppléée), se vise l’heure revenue : elle n’est
-- plus au cumul du mois. Demandée sans plafond à tenir, elle s’est jugée le jour de sa demande.
set local role coforme_maintenance;
update mutualisation.reservation r set a_viser = true from organisme.organisme o
  where o.organisme_id = r.de_organisme_id and o.cae and r.etat = 'en-file' and r.prix_centimes > 0
    and exists (select from cae.plafond k where k.organisme_id = o.organisme_id and k.genre = 'location-d-un-bien'
      and (k.compte_id = r.demandee_par or exists (select from cae.absence a where a.organisme_id = o.organisme_id and a.suppleant_id = r.demandee_par
        and a.compte_id = k.compte_id)));
