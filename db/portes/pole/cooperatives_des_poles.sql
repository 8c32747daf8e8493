set local role coforme_porte;

-- Les coopératives d'un pôle au moins : la tournée des rappels enfile une tâche à chacune.
create or replace function porte.cooperatives_des_poles() returns table (organisme_id uuid)
language sql stable security definer set search_path = ''
begin atomic
  select distinct a.organisme_id from pole.adhesion a where a.etat = 'active';
end;
grant execute on function porte.cooperatives_des_poles to coforme_worker;
