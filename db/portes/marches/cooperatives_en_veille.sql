set local role coforme_porte;

-- Les coopératives où quelqu’un attend la veille par courriel : la tournée du matin enfile une tâche à chacune.
create or replace function porte.cooperatives_en_veille() returns table (organisme_id uuid)
language sql stable security definer set search_path = ''
begin atomic
  select distinct a.organisme_id from marches.abonne a;
end;
grant execute on function porte.cooperatives_en_veille to coforme_worker;
