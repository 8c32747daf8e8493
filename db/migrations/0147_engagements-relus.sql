-- Une réservation garde depuis quand elle est ferme, qui la paie n’en dit plus le prix, et un effacement ôte ce qu’aucune mission ferme ne retient.
-- Une base qui n’avait pas ces portes les a déjà reçues, neuves : elles restent.
set local role coforme_porte;
do $$ begin
  drop function if exists porte.bien_demander(uuid, uuid, text, timestamptz, timestamptz, bigint, timestamptz);
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.reservations(uuid)') and not 'ferme_le' = any (p.proargnames)) then
    drop function porte.reservations(uuid);
  end if;
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.appel_reponses(uuid, timestamptz)')
      and not 'rompue' = any (p.proargnames)) then
    drop function porte.appel_reponses(uuid, timestamptz);
  end if;
end $$;
set local role coforme_owner;
alter table mutualisation.reservation add column ferme_le timestamptz;
grant update (ferme_le) on mutualisation.reservation to coforme_porte;
grant update (message) on mutualisation.reponse to coforme_porte;
grant delete on mutualisation.mission to coforme_porte;
grant delete on mutualisation.contrat_de_mission to coforme_porte;
set local role coforme_maintenance;
update mutualisation.reservation set ferme_le = demandee_le where etat = 'ferme';
set local role coforme_owner;
