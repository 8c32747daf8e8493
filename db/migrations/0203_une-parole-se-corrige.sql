-- « Je l’ai lue » se corrige ou se retire d’une parole de plus : la dernière vaut, l’historique reste.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.veilles_recues(uuid)') and not 'dite' = any (p.proargnames)) then
    drop function porte.veilles_recues(uuid);
  end if;
end $$;
set local role coforme_owner;
alter table qualite.veille_lue add column dite integer not null default 1 check (dite > 0),
  add column dite_le timestamptz not null default clock_timestamp(),
  add column retiree boolean not null default false;
alter table qualite.veille_lue drop constraint veille_lue_pkey, add primary key (organisme_id, ligne_id, compte_id, rang, dite),
  add check (not retiree or suite = '');
call app.laisser_lire('qualite.veille_lue', 'dite, dite_le, retiree');
set local role coforme_maintenance;
update qualite.veille_lue set dite_le = lue_le;
