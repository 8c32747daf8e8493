set local role coforme_maintenance;

-- Ce qu'un visiteur a écrit en demandant une place ici ; l'application l'ouvre, pour en ôter le nom de qui s'efface, ou le remettre à qui l'a écrit.
create or replace function porte.demandes_chiffrees() returns table (id uuid, octets bytea, recue_le timestamptz)
language plpgsql stable security definer set search_path = '' as $$
begin
  if not porte.conduit_un_effacement() then return; end if;
  return query select q.id, q.chiffre, q.recue_le from portail.demande q where q.organisme_id = porte.organisme() and q.chiffre is not null;
end $$;
comment on function porte.demandes_chiffrees is 'Les demandes de place reçues par la coopérative, chiffrées ; à qui conduit un effacement.';
revoke execute on function porte.demandes_chiffrees from public;
grant execute on function porte.demandes_chiffrees to coforme_app;
