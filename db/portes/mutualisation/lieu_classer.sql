set local role coforme_porte;

create or replace function porte.lieu_classer(p_organisme uuid, p_reservation uuid, p_session uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update mutualisation.reservation r set sessions_classees = r.sessions_classees || p_session
   where r.organisme_id = p_organisme and r.id = p_reservation and not p_session = any (r.sessions_classees);
end $$;
comment on function porte.lieu_classer is 'La fiche d’une salle réservée est au registre de qui réserve, pour cette session.';
revoke execute on function porte.lieu_classer from public;
grant execute on function porte.lieu_classer to coforme_worker;
