-- Une mission dit qui a refusé de la signer, et à qui la signer.
set local role coforme_porte;
do $$ begin
  if exists (select from pg_catalog.pg_proc p where p.oid = pg_catalog.to_regprocedure('porte.missions(uuid)') and not 'a_signer' = any (p.proargnames)) then
    drop function porte.missions(uuid);
  end if;
end $$;
set local role coforme_owner;
call app.laisser_lire('documents.demande', 'nom, motif');
