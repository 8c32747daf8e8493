set local role coforme_porte;

create or replace function porte.conduit_un_effacement() returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return porte.organisme() is not null and porte.portee() = '*' and (porte.est_une_tache() or porte.tient(app.liste('roles-qui-effacent')));
end $$;
comment on function porte.conduit_un_effacement is 'La personne déléguée, la direction, ou la purge de la nuit.';
grant execute on function porte.conduit_un_effacement to coforme_maintenance;
