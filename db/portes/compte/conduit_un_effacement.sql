set local role coforme_porte;

create or replace function porte.conduit_un_effacement() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.organisme() is not null and porte.portee() = '*' and (porte.est_une_tache()
    or exists (select from compte.adhesion a where a.organisme_id = porte.organisme() and a.compte_id = porte.personne()
      and a.roles && '{dpo,responsable}' and a.acceptee_le is not null
      and a.du <= porte.aujourd_hui() and (a.au is null or a.au >= porte.aujourd_hui())));
end $$;
comment on function porte.conduit_un_effacement is 'La personne déléguée, la direction, ou la purge de la nuit.';
grant execute on function porte.conduit_un_effacement to coforme_maintenance;
